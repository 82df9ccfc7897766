import { ByteClass, classOf, endOfSpace } from './byte-class.ts'
import { BlockCommentReader, RestOfLineReader } from './comment-readers.ts'
import { DollarBodyReader, DollarTagReader } from './dollar-readers.ts'
import { EscapeStringReader, QuotedReader } from './quoted-readers.ts'
import type { TokenKind, TokenReader } from './sql-token.ts'
import { TextCapture } from './text-capture.ts'
import { NumberReader, OperatorReader, WordReader } from './word-readers.ts'

const quote = 0x27
const doubleQuote = 0x22
const dollar = 0x24
const minus = 0x2d
const slash = 0x2f
const star = 0x2a
const ampersand = 0x26
const backslash = 0x5c

/**
 * Cuts SQL into tokens as psql does (standard_conforming_strings on), from chunks cut anywhere, in constant memory.
 * Whitespace is skipped; comments are tokens. After a token, `kind`, `text` and `start` describe it.
 */
export class SqlLexer {
  kind: TokenKind = 'punctuation'
  /** Where the token began in this chunk; negative when in an earlier one. */
  start = 0
  readonly #capture = new TextCapture()
  readonly #word = new WordReader()
  readonly #number = new NumberReader()
  readonly #operator = new OperatorReader()
  readonly #string = new QuotedReader("'")
  readonly #name = new QuotedReader('"')
  readonly #escapeString = new EscapeStringReader()
  readonly #dollarTag = new DollarTagReader()
  readonly #dollarBody = new DollarBodyReader()
  readonly #lineComment = new RestOfLineReader({ endsAtCarriageReturn: true })
  readonly #meta = new RestOfLineReader({ endsAtCarriageReturn: false })
  readonly #blockComment = new BlockCommentReader()
  #reader: TokenReader | undefined
  /** How much of a `U&` stands directly before: 1 after `U`, 2 after `&`. */
  #unicodePrefix = 0

  /** The token's text, without quotes and at most 512 bytes of it. Decoded only when asked for. */
  get text(): string {
    return this.#capture.text
  }

  /** The chunk ended within a token. */
  get midToken(): boolean {
    return this.#reader !== undefined
  }

  /** Reads the next token. Returns the position after it, or -1 when the chunk ended first. */
  next(chunk: Buffer, at: number): number {
    let position = at
    if (this.#reader === undefined) {
      position = endOfSpace(chunk, at)
      if (position > at) this.#unicodePrefix = 0
      if (position === chunk.length) return this.#endChunk(chunk)
      this.start = position
      this.#open(chunk[position] ?? 0)
      position += 1
    }
    return this.#finish(chunk, position)
  }

  /** Reads on until the token is complete; its first bytes may have promised less than what it turns out to be. */
  #finish(chunk: Buffer, at: number): number {
    let position = at
    while (this.#reader !== undefined) {
      const reader = this.#reader
      position = reader.read(chunk, position)
      if (position === -1) return this.#endChunk(chunk)
      this.#reader = undefined
      if (this.#promote(reader, chunk[position])) position += 1
    }
    return position
  }

  #endChunk(chunk: Buffer): -1 {
    this.start -= chunk.length
    return -1
  }

  #become(kind: TokenKind, reader: TokenReader): true {
    this.kind = kind
    this.#reader = reader
    reader.open(this.#capture)
    return true
  }

  #open(byte: number): void {
    this.#capture.clear()
    this.#capture.addByte(byte)
    const prefix = this.#unicodePrefix
    this.#unicodePrefix = 0
    const byteClass = classOf(byte)
    if (byteClass === ByteClass.letter) this.#become('word', this.#word)
    else if (byteClass === ByteClass.digit) this.#become('number', this.#number)
    else if (byte === quote) this.#become('string', this.#string)
    else if (byte === doubleQuote) this.#become(prefix === 2 ? 'unicode-name' : 'name', this.#name)
    else if (byte === dollar) this.#become('dollar-string', this.#dollarTag)
    else if (byte === backslash) this.#become('meta', this.#meta)
    else if (byte === minus || byte === slash) this.#become('punctuation', this.#operator)
    else {
      this.kind = 'punctuation'
      if (prefix === 1 && byte === ampersand) this.#unicodePrefix = 2
    }
  }

  /** Looks at the byte after what `reader` took. True when the token goes on as another kind, beginning with that byte. */
  #promote(reader: TokenReader, next: number | undefined): boolean {
    if (reader === this.#word) return this.#promoteWord(next)
    if (reader === this.#number && this.#number.hasLetters && (next === quote || next === dollar)) {
      this.kind = 'malformed'
    }
    if (reader === this.#dollarTag) return this.#promoteDollar(next)
    if (reader !== this.#operator || next === undefined) return false
    const first = this.#capture.firstByte
    if (first === minus && next === minus) {
      this.#capture.addByte(next)
      return this.#become('line-comment', this.#lineComment)
    }
    return first === slash && next === star && this.#become('block-comment', this.#blockComment)
  }

  #promoteWord(next: number | undefined): boolean {
    if (this.#capture.size !== 1) return false
    const letter = this.text.toLowerCase()
    if (letter === 'u' && next === ampersand) this.#unicodePrefix = 1
    return letter === 'e' && next === quote && this.#become('escape-string', this.#escapeString)
  }

  #promoteDollar(next: number | undefined): boolean {
    const startsWithDigit = /^[0-9]/.test(this.text)
    if (next === dollar && !startsWithDigit && !this.#capture.full) {
      return this.#become('dollar-string', this.#dollarBody)
    }
    // A parameter such as $1 is fine; a lone `$`, or `$1a$`, is read differently by different versions.
    this.kind = startsWithDigit && /^[0-9]+$/.test(this.text) && next !== dollar ? 'number' : 'malformed'
    return false
  }
}
