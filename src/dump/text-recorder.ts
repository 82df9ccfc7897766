/** Keeps a stretch of text that may span chunks: from `mark` to `take`. */
export class TextRecorder {
  #chunk: Buffer = Buffer.alloc(0)
  /** Where the stretch goes on in this chunk; undefined: nothing is kept. */
  #from: number | undefined
  #held: Buffer[] = []

  begin(chunk: Buffer): void {
    this.#chunk = chunk
    if (this.#from !== undefined) this.#from = 0
  }

  /** Keeps everything from here on. Without effect when something is being kept. */
  mark(position: number): void {
    this.#from ??= position
  }

  /** What was kept, up to `end`; '' when nothing was. */
  take(end: number): string {
    if (this.#from === undefined) return ''
    const text = Buffer.concat([...this.#held, this.#chunk.subarray(this.#from, end)]).toString('utf8')
    this.drop()
    return text
  }

  /** Lets go of it. */
  drop(): void {
    this.#from = undefined
    this.#held = []
  }

  /** The chunk ends, and its memory may be used for the next. */
  end(): void {
    if (this.#from !== undefined) this.#held.push(Buffer.from(this.#chunk.subarray(this.#from)))
  }
}
