/** Takes a stream of chunks in pieces of any length. */
export class ChunkReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** Without taking them: `length` bytes or more, fewer only where the stream ends before. */
  async peek(length: number): Promise<Buffer> {
    const parts = [this.#rest]
    let gathered = this.#rest.length
    while (gathered < length) {
      const next = await this.#chunks.next()
      if (next.done === true) break
      parts.push(next.value)
      gathered += next.value.length
    }
    if (parts.length > 1) this.#rest = Buffer.concat(parts)
    return this.#rest
  }

  /** The next `length` bytes, fewer only where the stream ends before. */
  async take(length: number): Promise<Buffer> {
    const piece = (await this.peek(length)).subarray(0, length)
    this.#rest = this.#rest.subarray(piece.length)
    return piece
  }

  async atEnd(): Promise<boolean> {
    return (await this.peek(1)).length === 0
  }

  /** All that is left. */
  async *remainder(): AsyncGenerator<Buffer> {
    for (;;) {
      const piece = this.#rest
      this.#rest = Buffer.alloc(0)
      if (piece.length > 0) yield piece
      else if ((await this.peek(1)).length === 0) return
    }
  }

  /** Lets go of the source: taken chunk by chunk, it is nobody else's to close. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}
