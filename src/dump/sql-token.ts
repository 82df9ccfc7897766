import type { TextCapture } from './text-capture.ts'

/**
 * What the lexer tells apart. `meta` is a psql command up to the end of its line; `malformed` are bytes that
 * versions of psql read differently (`1E'…`, a stray `$`): pg_dump never writes them.
 */
export type TokenKind =
  | 'word'
  | 'number'
  | 'string'
  | 'escape-string'
  | 'dollar-string'
  | 'name'
  | 'unicode-name'
  | 'punctuation'
  | 'line-comment'
  | 'block-comment'
  | 'meta'
  | 'malformed'

/** A token of a statement. `depth` counts the parentheses around it. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly depth: number
}

/** Reads one kind of token, whose first byte was taken already and which may span chunks. */
export interface TokenReader {
  /** Called at the token's start; what is worth keeping goes to `capture`. */
  open(capture: TextCapture): void
  /** Takes bytes from `at`. Returns the position after the last one taken, or -1 when the chunk ended before the token. */
  read(chunk: Buffer, at: number): number
}
