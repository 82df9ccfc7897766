import { ByteClass, classOf, endOfWord } from './byte-class.ts'
import type { TextCapture } from './text-capture.ts'
import type { TokenReader } from './sql-token.ts'

const dollar = 0x24
const dot = 0x2e

/** Keywords and unquoted identifiers, whose first byte is in the capture already. A `$` inside is part of the word. */
export class WordReader implements TokenReader {
  #capture: TextCapture | undefined

  open(capture: TextCapture): void {
    this.#capture = capture
  }

  read(chunk: Buffer, at: number): number {
    let end = endOfWord(chunk, at)
    while (chunk[end] === dollar) end = endOfWord(chunk, end + 1)
    this.#capture?.add(chunk, at, end)
    return end === chunk.length ? -1 : end
  }
}

/** Numbers and parameters, with whatever letters cling to them. */
export class NumberReader implements TokenReader {
  /** `1E5` has letters; followed by a quote or a `$`, versions of psql disagree on what it is. */
  hasLetters = false

  open(): void {
    this.hasLetters = false
  }

  read(chunk: Buffer, at: number): number {
    for (let end = at; end < chunk.length; end += 1) {
      const byteClass = classOf(chunk[end])
      if (byteClass === ByteClass.letter) this.hasLetters = true
      else if (byteClass !== ByteClass.digit && chunk[end] !== dot) return end
    }
    return -1
  }
}

/** Waits for the byte after a `-` or `/`: only that tells an operator from a comment. Takes nothing itself. */
export class OperatorReader implements TokenReader {
  open(): void {}

  read(chunk: Buffer, at: number): number {
    return at === chunk.length ? -1 : at
  }
}
