interface Levels {
  /** From the quickest on. */
  readonly quick: readonly number[]
  /** Whose sizes count. */
  readonly reference: number
  /** How much larger than with the reference's level the result may be. */
  readonly tolerance: number
}

const sampleBytes = 128 * 1024

/**
 * The quickest level that makes this block hardly larger than the reference's level would: how much the levels differ depends
 * on the data, from 1 to 40 percent. Tries them on a part of the block.
 */
export async function chooseLevel(
  block: Buffer,
  levels: Levels,
  compress: (sample: Buffer, level: number) => Promise<Buffer>,
): Promise<number> {
  const from = Math.max(0, (block.length - sampleBytes) >> 1)
  const sample = block.subarray(from, from + sampleBytes)
  const { length } = await compress(sample, levels.reference)
  for (const level of levels.quick) {
    const compressed = await compress(sample, level)
    if (compressed.length <= length * levels.tolerance) return level
  }
  return levels.reference
}
