import { formatCount } from '../domain/format-count.ts'
import type { ServerSigns } from '../domain/server-danger.ts'
import { quoteIdentifier } from '../domain/sql-text.ts'
import { type ErrorCode, isPgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { dangerSignsSql, type SignRow } from './danger-signs-sql.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** What the server told, and what it would not tell. */
export interface AskedSigns {
  readonly signs: ServerSigns & { readonly ownAddress: string | null; readonly serverAddress: string | null }
  /** The database's own comment; undefined when it could not be read. */
  readonly comment: string | null | undefined
  /** Signs that were skipped, and why: one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Asks the server, in one query (a second one where Rails has a table), what it says of itself and of the target `database`.
 * `at` may be connected to another of its databases. What this role may not know is skipped and noted; only a lost
 * connection or an interruption throws.
 */
export async function readDangerSigns(ctx: Context, at: SqlEndpoint, database: string): Promise<AskedSigns> {
  const expressions = dangerSignsSql(database)
  const notes: string[] = []
  const all = await answerTo(queryRows<SignRow>(ctx, at, selectOf(expressions), carefully))
  const row = 'row' in all ? all.row : await askEach(ctx, { at, expressions, notes })
  const { railsTables = [], hidden = 0, ownAddress = null, serverAddress = null, comment, ...signs } = row
  if (hidden > 0) notes.push(`not seen: the origin of ${formatCount(hidden, 'session')} of other roles`)
  const railsEnvironments = await askRails(ctx, { at, tables: railsTables, notes })
  return { signs: { ...signs, ownAddress, serverAddress, railsEnvironments }, comment, notes }
}

interface Asking {
  readonly at: SqlEndpoint
  /** Gets what could not be asked. */
  readonly notes: string[]
}

async function askEach(
  ctx: Context,
  { at, expressions, notes }: Asking & { readonly expressions: Record<string, string> },
): Promise<Partial<SignRow>> {
  const found: Partial<SignRow> = {}
  for (const [name, expression] of Object.entries(expressions)) {
    const answer = await answerTo(queryRows<Partial<SignRow>>(ctx, at, selectOf({ [name]: expression }), carefully))
    if ('row' in answer) Object.assign(found, answer.row)
    else notes.push(`not seen: ${name} (${answer.problem})`)
  }
  return found
}

async function askRails(
  ctx: Context,
  { at, tables, notes }: Asking & { readonly tables: readonly string[] },
): Promise<string[]> {
  if (tables.length === 0) return []
  const each = tables.map((table) => `SELECT value::text FROM ${table} WHERE key = 'environment'`)
  const sql = `SELECT coalesce(json_agg(DISTINCT q.value), '[]') AS names FROM (${each.join(' UNION ALL ')}) q (value)`
  const answer = await answerTo(queryRows<{ names: (string | null)[] }>(ctx, at, sql, carefully))
  if ('row' in answer) return answer.row.names.filter((name) => name !== null)
  notes.push(`not seen: the environment that Rails has stored (${answer.problem})`)
  return []
}

/** The server's own refusals; everything else (connection lost, interrupted) ends the run. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'insufficient-rights',
  'server-unsuitable',
  'unexpected',
  'database-busy',
])

/** Read-only and not for long: a sign is never worth waiting for a lock, nor a side effect of a policy on a table. */
const carefully = { timeoutMs: 5000, settings: { default_transaction_read_only: 'on', lock_timeout: '500ms' } }

type Answer<Row> = { readonly row: Row } | { readonly problem: string }

/** The one row of a query, or why the server would not give it. */
async function answerTo<Row>(query: Promise<Row[]>): Promise<Answer<Row>> {
  try {
    const [row] = await query
    return row === undefined ? { problem: 'no answer' } : { row }
  } catch (error) {
    if (isPgsafeError(error) && refusals.has(error.code)) return { problem: error.message }
    throw error
  }
}

function selectOf(expressions: Readonly<Record<string, string>>): string {
  const columns = Object.entries(expressions).map(([name, sql]) => `${sql} AS ${quoteIdentifier(name)}`)
  return `SELECT ${columns.join(',\n')}`
}
