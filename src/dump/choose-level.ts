export interface Levels {
  /** From the quickest on. */
  readonly quick: readonly number[]
  /** Slower than those. Its sizes count. */
  readonly reference: number
  /** How much larger than with the reference's level the result may be. */
  readonly tolerance: number
}

const sampleBytes = 128 * 1024

/**
 * The quickest level that makes this block hardly larger than the reference's level would: how much the levels differ depends
 * on the data, from 1 to 40 percent. Tries them on a part of the block, and of those that are quicker than `before`, the level
 * of the block before, only the next one: each trial takes time, and data changes little from block to block.
 */
export async function chooseLevel(
  block: Buffer,
  { quick, reference, tolerance, before }: Levels & { readonly before?: number | undefined },
  compress: (sample: Buffer, level: number) => Promise<Buffer>,
): Promise<number> {
  const from = Math.max(0, (block.length - sampleBytes) >> 1)
  const sample = block.subarray(from, from + sampleBytes)
  const { length } = await compress(sample, reference)
  const all = [...quick, reference]
  const first = before === undefined ? 0 : Math.max(0, all.indexOf(before) - 1)
  for (const level of quick.slice(first)) {
    const compressed = await compress(sample, level)
    if (compressed.length <= length * tolerance) return level
  }
  return reference
}
