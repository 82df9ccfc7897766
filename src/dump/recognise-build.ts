import type { BuildTarget } from '../domain/index-build.ts'
import { tableKey } from '../domain/table-key.ts'
import { parseName } from './parse-name.ts'
import type { Token } from './sql-token.ts'
import { hasWords, punctuationAt, wordAt } from './statement-words.ts'

/**
 * Recognises, as pg_dump writes them, `CREATE [UNIQUE] INDEX … ON [ONLY] …`, `ALTER TABLE [ONLY] … ADD CONSTRAINT …
 * PRIMARY KEY|UNIQUE (…)` and `ALTER TABLE ONLY … ADD CONSTRAINT … FOREIGN KEY (…) REFERENCES …`.
 */
export function recogniseBuild(tokens: readonly Token[]): BuildTarget | undefined {
  return wordAt(tokens, 0) === 'create' ? recogniseIndex(tokens) : recogniseConstraint(tokens)
}

/** Makes a table a partition of another. */
export function attachesPartition(tokens: readonly Token[]): boolean {
  return wordAt(tokens, 0) === 'alter' && tokens.some((_, at) => hasWords(tokens, at, ['attach', 'partition']))
}

/** True as long as more tokens could make it one. */
export function mayBeBuild(tokens: readonly Token[]): boolean {
  const second = wordAt(tokens, 1)
  if (wordAt(tokens, 0) === 'alter') return tokens.length < 2 || second === 'table'
  if (wordAt(tokens, 0) !== 'create') return false
  if (second === 'unique') return tokens.length < 3 || wordAt(tokens, 2) === 'index'
  return tokens.length < 2 || second === 'index'
}

function recogniseIndex(tokens: readonly Token[]): BuildTarget | undefined {
  const at = wordAt(tokens, 1) === 'unique' ? 2 : 1
  if (wordAt(tokens, at) !== 'index' || !isName(tokens[at + 1]) || wordAt(tokens, at + 2) !== 'on') return undefined
  const table = parseName(tokens, wordAt(tokens, at + 3) === 'only' ? at + 4 : at + 3)
  if (table === undefined || wordAt(tokens, table.next) !== 'using') return undefined
  return { kind: 'index', tables: [tableKey(table)], exclusive: false }
}

function recogniseConstraint(tokens: readonly Token[]): BuildTarget | undefined {
  if (!hasWords(tokens, 0, ['alter', 'table'])) return undefined
  const only = wordAt(tokens, 2) === 'only'
  const table = parseName(tokens, only ? 3 : 2)
  if (table === undefined || !hasWords(tokens, table.next, ['add', 'constraint'])) return undefined
  const at = table.next + 3
  if (hasWords(tokens, at, ['foreign', 'key'])) return only ? recogniseForeignKey(tokens, tableKey(table)) : undefined
  const columns = hasWords(tokens, at, ['primary', 'key']) ? at + 2 : wordAt(tokens, at) === 'unique' ? at + 1 : -1
  if (punctuationAt(tokens, columns) !== '(') return undefined
  return { kind: 'index', tables: [tableKey(table)], exclusive: true }
}

/** Without ONLY it is of a partitioned table, and locks what nobody can see here. */
function recogniseForeignKey(tokens: readonly Token[], table: string): BuildTarget | undefined {
  const at = tokens.findIndex((token, index) => token.depth === 0 && wordAt(tokens, index) === 'references')
  const other = at === -1 ? undefined : parseName(tokens, at + 1)
  if (other === undefined) return undefined
  return { kind: 'foreign key', tables: [table, tableKey(other)], exclusive: true }
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'name'
}
