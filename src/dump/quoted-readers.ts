import type { TextCapture } from './text-capture.ts'
import type { TokenReader } from './sql-token.ts'

/** '…' and "…": a doubled quote stands for one. The token ends with the first byte that does not double its quote. */
export class QuotedReader implements TokenReader {
  readonly #quote: number
  #capture: TextCapture | undefined
  #closed = false

  constructor(quote: "'" | '"') {
    this.#quote = quote.charCodeAt(0)
  }

  open(capture: TextCapture): void {
    capture.clear()
    this.#capture = capture
    this.#closed = false
  }

  read(chunk: Buffer, at: number): number {
    let position = at
    while (position < chunk.length) {
      if (this.#closed) {
        if (chunk[position] !== this.#quote) return position
        this.#capture?.addByte(this.#quote)
        this.#closed = false
        position += 1
      }
      const quote = chunk.indexOf(this.#quote, position)
      this.#capture?.add(chunk, position, quote === -1 ? chunk.length : quote)
      if (quote === -1) return -1
      this.#closed = true
      position = quote + 1
    }
    return -1
  }
}

const quote = 0x27
const backslash = 0x5c

/** E'…': a backslash takes the next byte with it, whatever it is. The captured text keeps its backslashes. */
export class EscapeStringReader implements TokenReader {
  #capture: TextCapture | undefined
  #state: 'inside' | 'escaped' | 'closed' = 'inside'

  open(capture: TextCapture): void {
    capture.clear()
    this.#capture = capture
    this.#state = 'inside'
  }

  read(chunk: Buffer, at: number): number {
    for (let position = at; position < chunk.length; position += 1) {
      const byte = chunk[position] ?? 0
      if (this.#state === 'closed' && byte !== quote) return position
      this.#state = this.#after(byte)
      if (this.#state !== 'closed') this.#capture?.addByte(byte)
    }
    return -1
  }

  #after(byte: number): 'inside' | 'escaped' | 'closed' {
    if (this.#state !== 'inside') return 'inside'
    if (byte === backslash) return 'escaped'
    return byte === quote ? 'closed' : 'inside'
  }
}
