import { endOfWord } from './byte-class.ts'
import type { TextCapture } from './text-capture.ts'
import type { TokenReader } from './sql-token.ts'

/** What follows a `$` up to the byte that cannot belong to a tag; that byte is not taken. */
export class DollarTagReader implements TokenReader {
  #capture: TextCapture | undefined

  open(capture: TextCapture): void {
    capture.clear()
    this.#capture = capture
  }

  read(chunk: Buffer, at: number): number {
    const end = endOfWord(chunk, at)
    this.#capture?.add(chunk, at, end)
    return end === chunk.length ? -1 : end
  }
}

const dollar = Buffer.from('$')

/** The body of a dollar-quoted string, up to and with its closing tag, which the chunks may cut anywhere. */
export class DollarBodyReader implements TokenReader {
  #closing: Buffer = dollar
  /** The last bytes of what was read, too few to hold the closing tag. */
  #tail: Buffer = Buffer.alloc(0)

  open(capture: TextCapture): void {
    this.#closing = Buffer.concat([dollar, capture.copy(), dollar])
    this.#tail = Buffer.alloc(0)
    capture.clear()
  }

  read(chunk: Buffer, at: number): number {
    const overlap = this.#closing.length - 1
    const seam = Buffer.concat([this.#tail, chunk.subarray(at, at + overlap)])
    const acrossChunks = seam.indexOf(this.#closing)
    if (acrossChunks !== -1) return at + acrossChunks + this.#closing.length - this.#tail.length

    const found = chunk.indexOf(this.#closing, at)
    if (found !== -1) return found + this.#closing.length

    const rest = chunk.subarray(Math.max(at, chunk.length - overlap))
    this.#tail = rest.length === overlap ? Buffer.from(rest) : Buffer.from(seam.subarray(-overlap))
    return -1
  }
}
