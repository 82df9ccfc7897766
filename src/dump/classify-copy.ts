import { parseName } from './parse-name.ts'
import type { Token } from './sql-token.ts'
import { hasWords, wordAt } from './statement-words.ts'

/** What a COPY statement does. `rowsFollow`: psql reads data lines after it; `table` only when it is as pg_dump writes it. */
export interface CopyFacts {
  readonly refusal?: string
  readonly rowsFollow: boolean
  readonly table?: { readonly schema: string; readonly name: string }
}

/** Reads a statement that begins with COPY. pg_dump writes `COPY schema.table (columns) FROM stdin;` and nothing else. */
export function classifyCopy(tokens: readonly Token[], { overflow = false } = {}): CopyFacts {
  const outer = tokens.filter((token) => token.depth === 0)
  if (overflow) return { refusal: 'COPY of unusual length', rowsFollow: false }
  const from = outer.findIndex((_, index) => index > 0 && /^(from|to)$/.test(wordAt(outer, index)))
  if (from === -1) return { refusal: 'COPY without FROM', rowsFollow: false }

  const direction = wordAt(outer, from).toUpperCase()
  const endpoint = wordAt(outer, from + 1)
  if (endpoint === 'program') return { refusal: `COPY … ${direction} PROGRAM`, rowsFollow: false }
  const inline = endpoint === 'stdin' || endpoint === 'stdout'
  if (!inline) return { refusal: `COPY … ${direction} a file on the server`, rowsFollow: false }
  if (direction === 'TO') return { refusal: 'COPY … TO stdout', rowsFollow: false }

  const table = plainCopyTarget(outer)
  if (table === undefined) return { refusal: 'COPY … FROM stdin with options', rowsFollow: true }
  return { rowsFollow: true, table }
}

function plainCopyTarget(outer: readonly Token[]): { schema: string; name: string } | undefined {
  const target = parseName(outer, 1)
  if (target === undefined) return undefined
  const columns = outer[target.next]?.text === '(' && outer[target.next + 1]?.text === ')' ? 2 : 0
  const end = target.next + columns
  const plain = hasWords(outer, end, ['from', 'stdin']) && outer.length === end + 2
  return plain ? { schema: target.schema, name: target.name } : undefined
}
