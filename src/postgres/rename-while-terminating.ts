import { setTimeout as sleep } from 'node:timers/promises'
import { quoteIdentifier, sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { type PsqlSession, withPsqlSession } from './psql-session.ts'
import { blockingSessionsSql, mayTerminateSql } from './session-rights.ts'
import { withWorkSession } from './work-session.ts'

export interface Swap {
  readonly target: string
  /** The database that takes the target's name. */
  readonly side: string
  /** The target's new name; null when there is no target. */
  readonly keepAs: string | null
}

/** Fact 9: an open rename transaction would lock everybody out, so the server ends it should we stop half-way. */
const swapSettings = { idle_in_transaction_session_timeout: '10s', lock_timeout: '10s', statement_timeout: '0' }

interface Renaming {
  readonly swap: Swap
  readonly targetOid: string | undefined
}

/** The rename waits up to 5 s for the target's sessions to go; new ones wait for its lock. */
export async function renameWhileTerminating(
  ctx: Context,
  at: SqlEndpoint,
  { swap, targetOid }: Renaming,
): Promise<void> {
  const databases = [swap.side, ...(swap.keepAs === null ? [] : [swap.keepAs])]
  const withRename = (action: (rename: () => Promise<void>) => Promise<void>) =>
    withWorkSession(ctx, at, { databases, settings: swapSettings }, (session) =>
      // As one query: a lost client cannot leave BEGIN … COMMIT half sent.
      action(() => session.execute(renameStatements(swap).join('\n\\;\n'))),
    )
  if (targetOid === undefined) return withRename((rename) => rename())
  // Both connect at once, and before the rename begins: while sessions are ended and come back, a server may run out of connections.
  await withPsqlSession(
    ctx,
    at,
    (session) => withRename((rename) => terminateDuring(ctx, { session, targetOid, side: swap.side, rename })),
    { uninterruptible: true },
  )
}

function renameStatements({ target, side, keepAs }: Swap): string[] {
  const name = quoteIdentifier(target)
  const keep = keepAs === null ? [] : [`ALTER DATABASE ${name} RENAME TO ${quoteIdentifier(keepAs)}`]
  return ['BEGIN', ...keep, `ALTER DATABASE ${quoteIdentifier(side)} RENAME TO ${name}`, 'COMMIT']
}

interface Terminating {
  readonly session: PsqlSession
  readonly targetOid: string
  readonly side: string
  readonly rename: () => Promise<void>
}

/** By OID: once the names are swapped, sessions of the new database must stay. */
async function terminateDuring(ctx: Context, { session, targetOid, side, rename }: Terminating): Promise<void> {
  const terminating = `SELECT pg_terminate_backend(a.pid) FROM ${blockingSessionsSql} AND ${mayTerminateSql}`
  const sql = `${terminating} AND a.datid = ${targetOid}`
  // Poolers and monitoring keep what they once opened, also to the new database; from its rename on its sessions are clients'.
  await session.query(`${terminating} AND a.datname = ${sqlLiteral(side)}`)
  const renaming = rename()
  const over = renaming.then(
    () => true,
    () => true,
  )
  const terminate = async () => {
    do await session.query(sql)
    while (!(await Promise.race([sleep(10, false), over])))
  }
  // Both end before an error goes on: a terminator left behind could meet the next attempt.
  const [renamed, terminated] = await Promise.allSettled([renaming, terminate()])
  if (terminated.status === 'rejected') ctx.ui.detail(`ending sessions failed: ${String(terminated.reason)}`)
  if (renamed.status === 'rejected') throw renamed.reason
}
