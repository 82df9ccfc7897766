const startBytes = 512 * 1024

/** Takes a stream of chunks in pieces of any length. Chunks are copied, so the source may use one buffer for all of them. */
export class ChunkReader {
  readonly #chunks: AsyncIterator<Buffer>
  /** Always the same memory: new buffers of ever different lengths would leave holes that nobody can use. */
  #buffer = Buffer.allocUnsafeSlow(startBytes)
  #start = 0
  #end = 0

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** Without taking them: `length` bytes or more, fewer only where the stream ends before. Good until the next call. */
  async peek(length: number): Promise<Buffer> {
    while (this.#end - this.#start < length) {
      const next = await this.#chunks.next()
      if (next.done === true) break
      this.#append(next.value)
    }
    return this.#buffer.subarray(this.#start, this.#end)
  }

  /** The next `length` bytes, fewer only where the stream ends before: a copy, in what `newBuffer` gives, which may be larger. */
  async take(length: number, newBuffer = (bytes: number): Buffer => Buffer.allocUnsafe(bytes)): Promise<Buffer> {
    const seen = await this.peek(length)
    const taken = Math.min(length, seen.length)
    const piece = newBuffer(taken).subarray(0, taken)
    seen.copy(piece)
    this.#start += taken
    return piece
  }

  async atEnd(): Promise<boolean> {
    return (await this.peek(1)).length === 0
  }

  /** All that is left. */
  async *remainder(): AsyncGenerator<Buffer> {
    for (;;) {
      const { length } = await this.peek(1)
      if (length === 0) return
      yield await this.take(length)
    }
  }

  /** Lets go of the source: taken chunk by chunk, it is nobody else's to close. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  #append(chunk: Buffer): void {
    const held = this.#end - this.#start
    if (this.#end + chunk.length > this.#buffer.length) {
      const needed = held + chunk.length
      const roomy = needed <= this.#buffer.length ? this.#buffer : Buffer.allocUnsafeSlow(2 * needed)
      this.#buffer.copy(roomy, 0, this.#start, this.#end)
      this.#buffer = roomy
      this.#start = 0
      this.#end = held
    }
    chunk.copy(this.#buffer, this.#end)
    this.#end += chunk.length
  }
}
