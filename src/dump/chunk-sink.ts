import { finished, type Writable } from 'node:stream'

/** Gives a stream chunk after chunk, each only once the one before has been taken, which is then nobody's any more. */
export class ChunkSink {
  readonly #stream: Writable
  readonly #forget: () => void
  #gone: Error | undefined
  #reject: (error: Error) => void = () => undefined

  constructor(stream: Writable) {
    this.#stream = stream
    this.#forget = finished(stream, { readable: false }, (error) => {
      this.#gone = error ?? new Error('the stream was ended by somebody else')
      this.#reject(this.#gone)
    })
  }

  /** Throws the stream's own error, also when it goes away without having taken the chunk. */
  write(chunk: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== undefined) return reject(this.#gone)
      this.#reject = reject
      this.#stream.write(chunk, (error) => (error ? reject(error) : resolve()))
    })
  }

  /** The stream is somebody else's from here on. */
  letGo(): void {
    this.#forget()
  }
}
