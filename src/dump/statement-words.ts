import type { Token } from './sql-token.ts'

/** The keyword or unquoted name at `at` in lower case; '' for anything else, so that `"create"` is no keyword. */
export function wordAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at]
  return token?.kind === 'word' ? token.text.toLowerCase() : ''
}

/** The tokens from `at` on begin with exactly these words. */
export function hasWords(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  return words.every((word, index) => wordAt(tokens, at + index) === word)
}

/** The punctuation character at `at`, or ''. */
export function punctuationAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at]
  return token?.kind === 'punctuation' ? token.text : ''
}
