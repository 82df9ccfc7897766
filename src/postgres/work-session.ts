import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import type { ChildContext } from './psql-program.ts'
import { type PsqlSession, withPsqlSession } from './psql-session.ts'
import { mayTerminateSql } from './session-rights.ts'

/**
 * A session for what a server finishes although its client is gone, and shows only at its end: CREATE DATABASE, a swap. From
 * before its first statement until the server is done with its last one it holds an advisory lock of each of these databases'
 * names; untilWorkEnded() looks for those. Runs to its end even after Ctrl-C.
 */
export async function withWorkSession<T>(
  ctx: ChildContext,
  at: SqlEndpoint,
  {
    databases,
    settings = {},
  }: { readonly databases: readonly string[]; readonly settings?: Readonly<Record<string, string>> },
  action: (session: PsqlSession) => Promise<T>,
): Promise<T> {
  const locks = databases.map((name) => `pg_advisory_lock_shared(${keyOf(name)})`)
  const options = { settings, uninterruptible: true }
  const work = async (session: PsqlSession): Promise<T> => {
    await session.execute(`SELECT ${locks.join(', ')}`)
    return action(session)
  }
  return withPsqlSession(ctx, at, work, options)
}

interface Work {
  readonly databases: readonly string[]
  /** Nobody wants its outcome any more: the server is told to stop. Else it is only waited for. */
  readonly end: boolean
}

/** 20 s: a server that was told to stop has done so long before. */
const looks = 100

/** Returns when no session of withWorkSession() is at work on these databases; throws `database-busy` after 20 s. */
export async function untilWorkEnded(ctx: Context, at: SqlEndpoint, { databases, end }: Work): Promise<void> {
  const holders = `SELECT l.pid FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
    AND (l.classid::bigint << 32) | l.objid::bigint IN (${databases.map(keyOf).join(', ')})`
  const ending = `SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.pid IN (${holders}) AND ${mayTerminateSql}`
  for (let look = 0; look < looks; look += 1) {
    if ((await queryRows(ctx, at, holders)).length === 0) return
    if (end) await queryRows(ctx, at, ending)
    await sleep(200)
  }
  throw new PgsafeError('database-busy', `the server is still at work on ${databases.join(' or ')}`, {
    hint: 'run again when it is done',
  })
}

/** pg_locks shows the locks of all databases to every role. A bigint key is split over classid and objid. */
function keyOf(database: string): string {
  return createHash('sha256').update(`pgsafe ${database}`).digest().readBigInt64BE().toString()
}
