import { isProtected, withProtection } from '../domain/protection-tag.ts'
import { sqlLiteral } from '../domain/sql-text.ts'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { commentOnDatabase } from './comment-on-database.ts'
import type { Database, SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Whether a database carries the mark of `pgsafe protect`, and who may change that. */
export interface Protection {
  readonly protected: boolean
  readonly comment: string | null
  readonly owner: string
  /** Whether our role is the owner's member, or a superuser. */
  readonly mayChange: boolean
}

/** The mark of one of the server's databases, readable by every role; undefined when there is no such database. */
export async function readProtection(ctx: Context, at: SqlEndpoint, database: string): Promise<Protection | undefined> {
  const [row] = await queryRows<Omit<Protection, 'protected'>>(
    ctx,
    at,
    `SELECT shobj_description(d.oid, 'pg_database') AS comment, pg_get_userbyid(d.datdba) AS owner,
            pg_has_role(d.datdba, 'USAGE') AS "mayChange"
       FROM pg_database d WHERE d.datname = ${sqlLiteral(database)}`,
    { timeoutMs: 30_000 },
  )
  return row === undefined ? undefined : { ...row, protected: isProtected(row.comment) }
}

/** Throws with exit code 3 when this role or this server cannot have the mark changed: found before anyone is asked. */
export function assertMayProtect({ owner, mayChange }: Protection, { server, connection }: Database): void {
  const name = connection.database
  if (server.inRecovery) {
    throw new PgsafeError('server-unsuitable', `"${name}" is on a standby, where nothing can be written`, {
      hint: 'do it on the primary: the mark follows by replication',
    })
  }
  if (mayChange) return
  throw new PgsafeError('insufficient-rights', `"${name}" belongs to ${owner}, and only its owner may mark it`, {
    hint: `connect as ${owner}, or let a superuser run: GRANT "${owner}" TO "${server.role}"`,
  })
}

/** Sets or takes away the mark in the comment as it is now; the user's own text stays. Gives back the new comment. */
export async function changeProtection(
  ctx: Context,
  at: SqlEndpoint,
  { database, protect }: { readonly database: string; readonly protect: boolean },
): Promise<string | null> {
  const now = await readProtection(ctx, at, database)
  if (now === undefined) throw new PgsafeError('database-missing', `the database "${database}" does not exist`)
  const comment = withProtection(now.comment, protect)
  if (comment !== now.comment) await commentOnDatabase(ctx, at, { database, comment })
  return comment
}
