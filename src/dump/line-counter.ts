import { countNewlines } from './count-newlines.ts'

/** Line numbers (from 1) across chunks. Positions must not go backwards within a chunk: each byte is counted once. */
export class LineCounter {
  #chunk: Buffer = Buffer.alloc(0)
  #counted = 0
  #line = 1

  begin(chunk: Buffer): void {
    this.#chunk = chunk
    this.#counted = 0
  }

  lineAt(position: number): number {
    this.#line += countNewlines(this.#chunk, this.#counted, position)
    this.#counted = position
    return this.#line
  }

  /** The same, for a position further on than what comes next. */
  peek(position: number): number {
    return this.#line + countNewlines(this.#chunk, this.#counted, position)
  }

  /** Moves on over bytes whose newlines are known already. */
  skip(position: number, newlines: number): void {
    this.#line += newlines
    this.#counted = position
  }

  end(): void {
    this.lineAt(this.#chunk.length)
  }
}
