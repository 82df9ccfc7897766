import { availableParallelism } from 'node:os'
import { blocksOf } from './blocks-of.ts'
import { chooseLevel, type Levels } from './choose-level.ts'
import { lendChunks } from './lend-chunks.ts'
import { mapInOrder } from './map-in-order.ts'

interface BlockCompression {
  readonly blockBytes: number
  readonly levels: Levels
  readonly compress: (block: Buffer, level: number) => Promise<Buffer>
}

/** A table's data is much the same from block to block. */
const blocksPerLevel = 16

/** One more than there are cores, so that none waits for the next block; Node's thread pool has four threads. */
export const blocksAtOnce = Math.min(4, availableParallelism() + 1)

/** Compresses block by block on the thread pool, several at once, in order; an empty source makes one empty block. */
export function compressBlocks(source: AsyncIterable<Buffer>, manner: BlockCompression): AsyncGenerator<Buffer> {
  const { blockBytes, levels, compress } = manner
  const free: Buffer[] = []
  let count = 0
  let level: Promise<number | undefined> = Promise.resolve(undefined)
  const blocks = blocksOf(source, () => free.pop() ?? Buffer.allocUnsafeSlow(blockBytes))
  const results = mapInOrder(blocks, blocksAtOnce, async (block) => {
    if (count % blocksPerLevel === 0)
      level = level.then((before) => chooseLevel(block, { ...levels, before }, compress))
    count += 1
    const compressed = await compress(block, (await level) ?? levels.reference)
    // The same few blocks all the time: new ones would be memory until somebody cleans up.
    if (block.length === blockBytes) free.push(block)
    return compressed
  })
  return lendChunks(results)
}
