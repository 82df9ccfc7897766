import { FunctionBody } from './function-body.ts'
import type { Token, TokenKind } from './sql-token.ts'
import { wordAt } from './statement-words.ts'

/** How many tokens it takes to recognise a statement; more where its arguments matter. An INSERT is known by its verb. */
const tokensByVerb = new Map([
  ['insert', 1],
  ['select', 40],
  ['copy', 24],
])
const usualTokens = 12
/** COPY names its source, ALTER the new owner, after a list of any length: tokens outside parentheses get more room. */
const outerTokens = 64

/** A token as the lexer shows it: `text` is decoded when it is read, so it is read only where it matters. */
interface CurrentToken {
  readonly kind: TokenKind
  readonly text: string
}

/** The statement being read: its first tokens, and whether a `;` would end it in psql's eyes. */
export class Statement {
  tokens: Token[] = []
  /** Tokens outside parentheses that found no room in `tokens`. */
  overflow = false
  /** Where it began. */
  line = 0
  #open = false
  #depth = 0
  #room = usualTokens
  #endMatters = false
  #body = new FunctionBody()
  #lastKind: TokenKind | undefined

  get open(): boolean {
    return this.#open
  }

  begin(line: number): void {
    this.tokens = []
    this.overflow = false
    this.line = line
    this.#open = true
    this.#depth = 0
    this.#room = usualTokens
    this.#body = new FunctionBody()
    this.#lastKind = undefined
  }

  /** Takes the next token. Returns why it may not run, if so; afterwards `open` tells whether it ended the statement. */
  add(token: CurrentToken): string | undefined {
    const { kind } = token
    const mark = kind === 'punctuation' ? token.text : ''
    if (mark === ')' && this.#depth > 0) this.#depth -= 1
    const hasRoom = this.#hasRoom
    const wanted = hasRoom || (kind === 'word' && this.#body.possible)
    const text = mark === '' && wanted ? token.text : mark
    const refusal = this.#refuse(kind, text)
    if (mark === ';' && this.#depth === 0 && !this.#body.open) this.#open = false
    else if (hasRoom) this.#keep({ kind, text, depth: this.#depth })
    else if (this.#depth === 0) this.overflow = true
    if (mark === '(') this.#depth += 1
    this.#lastKind = kind
    return refusal
  }

  get #hasRoom(): boolean {
    const { length } = this.tokens
    return length < this.#room || (this.#depth === 0 && this.#endMatters && length < outerTokens)
  }

  #keep(token: Token): void {
    this.tokens.push(token)
    if (this.tokens.length > 1) return
    const verb = wordAt(this.tokens, 0)
    this.#endMatters = verb === 'copy' || verb === 'alter'
    this.#room = tokensByVerb.get(verb) ?? usualTokens
  }

  #refuse(kind: TokenKind, text: string): string | undefined {
    if (kind === 'malformed') return 'a stray "$" or malformed number'
    if (kind === 'unicode-name') return 'a U&"…" name'
    // Whether the escapes carry over to the continuation depends on who reads it; pg_dump never writes it.
    if (kind === 'string' && this.#lastKind === 'escape-string') return "an E'…' string in two parts"
    if (!this.#body.possible) return undefined
    if (kind === 'word') return this.#body.word(text.toLowerCase(), this.#depth)
    return this.#body.other(kind === 'punctuation' ? text : '')
  }
}
