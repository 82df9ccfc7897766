import { quoteIdentifier, sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { executeAsOneQuery } from './psql.ts'

interface Door {
  readonly database: string
  readonly allowed: boolean
  /** Set together with it; null removes the comment, undefined leaves it as it is. */
  readonly comment?: string | null
}

/**
 * Opens or closes a database of ours to connections, its comment in the same transaction: exactly one transaction id is used.
 * Runs to its end even after Ctrl-C.
 */
export async function allowConnections(ctx: Context, at: SqlEndpoint, door: Door): Promise<void> {
  const name = quoteIdentifier(door.database)
  const text = door.comment === null ? 'NULL' : sqlLiteral(door.comment ?? '')
  const comment = door.comment === undefined ? [] : [`COMMENT ON DATABASE ${name} IS ${text}`]
  const allow = `ALTER DATABASE ${name} ALLOW_CONNECTIONS ${String(door.allowed)}`
  await executeAsOneQuery(ctx, at, ['BEGIN', ...comment, allow, 'COMMIT'], { uninterruptible: true })
}
