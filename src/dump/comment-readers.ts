import type { TextCapture } from './text-capture.ts'
import type { TokenReader } from './sql-token.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const star = 0x2a
const slash = 0x2f

/** The rest of a line, up to one of `ends`, which is not taken. What was captured before stays in front. */
export class RestOfLineReader implements TokenReader {
  readonly #endsAtCarriageReturn: boolean
  #capture: TextCapture | undefined

  constructor(options: { endsAtCarriageReturn: boolean }) {
    this.#endsAtCarriageReturn = options.endsAtCarriageReturn
  }

  open(capture: TextCapture): void {
    this.#capture = capture
  }

  read(chunk: Buffer, at: number): number {
    for (let position = at; position < chunk.length; position += 1) {
      const byte = chunk[position] ?? 0
      if (byte === lineFeed || (byte === carriageReturn && this.#endsAtCarriageReturn)) return position
      this.#capture?.addByte(byte)
    }
    return -1
  }
}

/** Nested C-style comments. Their text is not kept. */
export class BlockCommentReader implements TokenReader {
  #depth = 1
  #previous = 0

  open(): void {
    this.#depth = 1
    this.#previous = 0
  }

  read(chunk: Buffer, at: number): number {
    for (let position = at; position < chunk.length; position += 1) {
      const byte = chunk[position] ?? 0
      const change = this.#depthChange(byte)
      this.#depth += change
      // Both bytes of an opening or closing pair are used up: "/*/" does not close itself.
      this.#previous = change === 0 ? byte : 0
      if (this.#depth === 0) return position + 1
    }
    return -1
  }

  #depthChange(byte: number): number {
    if (this.#previous === star && byte === slash) return -1
    return this.#previous === slash && byte === star ? 1 : 0
  }
}
