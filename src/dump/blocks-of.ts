/**
 * Gathers chunks of any size into blocks as large as `newBlock` makes them; at least one block, the last may be shorter. Chunks are
 * not kept.
 */
export async function* blocksOf(source: AsyncIterable<Buffer>, newBlock: () => Buffer): AsyncGenerator<Buffer> {
  let block = newBlock()
  let filled = 0
  let empty = true
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length;) {
      const copied = chunk.copy(block, filled, at)
      at += copied
      filled += copied
      if (filled < block.length) continue
      yield block
      block = newBlock()
      filled = 0
      empty = false
    }
  }
  if (filled > 0 || empty) yield block.subarray(0, filled)
}
