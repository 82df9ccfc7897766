/** Statements that may stand in a BEGIN ATOMIC body; PostgreSQL refuses all others there. */
const bodyWords = new Set(['select', 'insert', 'update', 'delete', 'merge', 'values', 'with', 'table', 'return', 'end'])
const openingWords = ['create', 'or', 'replace', 'function', 'procedure']

/**
 * Follows psql's own idea of where a function's BEGIN … END body is: within it a `;` does not end the statement.
 * psql goes by words alone, so a function *named* begin opens a "body" too, and psql runs on over what follows.
 */
export class FunctionBody {
  /** The statement's first words as psql keeps them: one letter each for create, or, replace, function, procedure. */
  #opening = ''
  #declaresFunction = false
  #depth = 0
  #expect: 'anything' | 'atomic' | 'statement' = 'anything'

  /** False once it is clear that the statement declares no function: then nothing more needs to be shown. */
  possible = true

  get open(): boolean {
    return this.#depth > 0
  }

  /** An unquoted word in lower case. Returns why psql would run what it must not, if so. */
  word(word: string, parentheses: number): string | undefined {
    if (!this.#declaresFunction) this.#readOpening(word)
    const refusal = this.#surprise(word)
    if (parentheses === 0 && this.#declaresFunction) this.#count(word)
    return refusal
  }

  /** Any other token; only punctuation has a text here. */
  other(text: string): string | undefined {
    if (this.#expect === 'statement' && (text === '(' || text === ';')) this.#expect = 'anything'
    const refusal = this.#surprise(text)
    if (text === ';' && this.open) this.#expect = 'statement'
    return refusal
  }

  #readOpening(word: string): void {
    this.#opening += openingWords.includes(word) ? word.charAt(0) : '-'
    this.#declaresFunction = /^c(or)?[fp]/.test(this.#opening)
    this.possible = this.#declaresFunction || 'cor'.startsWith(this.#opening)
  }

  #surprise(text: string): string | undefined {
    const expected = this.#expect
    this.#expect = expected === 'atomic' && text === 'atomic' ? 'statement' : 'anything'
    if (expected === 'atomic' && text !== 'atomic') {
      return 'a function with "begin" in its declaration, which psql takes for its body'
    }
    return expected === 'statement' && !bodyWords.has(text) ? 'a statement hidden in a function body' : undefined
  }

  #count(word: string): void {
    if (word === 'begin') {
      this.#depth += 1
      this.#expect = 'atomic'
    } else if (word === 'case' && this.open) this.#depth += 1
    else if (word === 'end' && this.open) this.#depth -= 1
  }
}
