import { randomBytes } from 'node:crypto'
import { sqlLiteral } from '../domain/sql-text.ts'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import { withPsqlSession } from './psql-session.ts'

/** How the database seen through another connection relates to ours, while both are live. */
export type LockProof = 'same' | 'other-database' | 'missing-database' | 'other-server'

interface Ends {
  /** Ours: the database that is backed up. */
  readonly ours: SqlEndpoint
  /** Any connection that may lead to the same server, by whatever host, port, socket or role. */
  readonly theirs: SqlEndpoint
  /** The database asked about, by its name on their server; undefined: the one they connect to. */
  readonly database: string | undefined
}

const timeoutMs = 20_000

/**
 * Proves on the servers themselves whether two connections mean the same live database (fact 1): an advisory lock with a
 * random key is held in ours and looked for through theirs. Unlike system identifiers, a key that nobody else can hold
 * also tells a copy of a server from the server. The session that holds it is closed before this returns. Throws what a
 * failed connection throws, and `connection-failed` when not even our own connection sees the lock (a pooler in between).
 */
export async function proveByAdvisoryLock(ctx: Context, { ours, theirs, database }: Ends): Promise<LockProof> {
  const key = (randomBytes(8).readBigUInt64BE() >> 1n).toString()
  return withPsqlSession(
    ctx,
    ours,
    async (session) => {
      await session.query(`SELECT 1 AS held FROM pg_advisory_lock(${key})`)
      const seen = await lookForLock(ctx, theirs, { key, database })
      if (seen.inDatabase) return 'same'
      if (seen.onServer) return seen.exists ? 'other-database' : 'missing-database'
      const control = await lookForLock(ctx, ours, { key, database: undefined })
      if (control.inDatabase) return 'other-server'
      throw new PgsafeError(
        'connection-failed',
        'a lock held in the database cannot be seen through a second connection',
        {
          hint: 'use the direct URL of the database instead of a connection pooler',
        },
      )
    },
    { timeoutMs },
  )
}

interface Seen {
  /** The database is there at all. */
  readonly exists: boolean
  readonly inDatabase: boolean
  readonly onServer: boolean
}

/** pg_locks shows the locks of all databases to every role. A bigint key is split over classid and objid. */
async function lookForLock(
  ctx: Context,
  at: SqlEndpoint,
  { key, database }: { readonly key: string; readonly database: string | undefined },
): Promise<Seen> {
  const name = database === undefined ? 'current_database()' : sqlLiteral(database)
  const held = `l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND (l.classid::bigint << 32) | l.objid::bigint = ${key}::bigint`
  const [seen] = await queryRows<Seen>(
    ctx,
    at,
    `SELECT EXISTS (SELECT FROM pg_database d WHERE d.datname = ${name}) AS exists,
            EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                     WHERE d.datname = ${name} AND ${held}) AS "inDatabase",
            EXISTS (SELECT FROM pg_locks l WHERE ${held}) AS "onServer"`,
    { timeoutMs },
  )
  if (seen === undefined) throw new PgsafeError('connection-failed', 'the server did not answer')
  return seen
}
