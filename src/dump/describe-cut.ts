import type { TokenKind } from './sql-token.ts'

const inside: Partial<Record<TokenKind, string>> = {
  string: 'a string',
  'escape-string': 'a string',
  'dollar-string': 'a dollar-quoted string',
  name: 'a quoted name',
  'unicode-name': 'a quoted name',
  'block-comment': 'a comment',
}

/** Where a file breaks off, when that is in the middle of something: "it ends inside a string". */
export function describeCut(state: { token: TokenKind | undefined; statementOpen: boolean }): string | undefined {
  const token = state.token && inside[state.token]
  if (token !== undefined) return `it ends inside ${token}`
  return state.statementOpen ? 'it ends inside a statement' : undefined
}
