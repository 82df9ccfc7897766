/** Gathers chunks of any size into blocks of at least `blockBytes`; at least one block, the last may be shorter. */
export async function* blocksOf(source: AsyncIterable<Buffer>, blockBytes: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = []
  let bytes = 0
  let empty = true
  for await (const chunk of source) {
    pending.push(chunk)
    bytes += chunk.length
    if (bytes < blockBytes) continue
    yield Buffer.concat(pending)
    pending = []
    bytes = 0
    empty = false
  }
  if (bytes > 0 || empty) yield Buffer.concat(pending)
}
