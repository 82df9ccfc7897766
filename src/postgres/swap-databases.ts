import { setTimeout as sleep } from 'node:timers/promises'
import { quoteIdentifier, sqlLiteral } from '../domain/sql-text.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { executeAsOneQuery, queryRows } from './psql.ts'
import { blockingSessionsSql, mayTerminateSql } from './session-rights.ts'

export interface Swap {
  readonly target: string
  /** The database that takes the target's name. */
  readonly side: string
  /** The target's new name; null when there is no target. */
  readonly keepAs: string | null
}

/** Fact 9: an open rename transaction would lock everybody out, so the server ends it should we stop half-way. */
const swapSettings = { idle_in_transaction_session_timeout: '10s', lock_timeout: '10s', statement_timeout: '0' }

/** A session may come in the instant between two looks; one that may not be ended stays for good. */
const attempts = 3

/**
 * Gives the side database the target's name in one transaction, while a second session ends the target's sessions (DESIGN 7).
 * `maintenance` is connected to neither. Runs to its end whatever the signals. After an error the server was asked what holds:
 * the error says that the old database is in place, or that nobody could tell.
 */
export async function swapDatabases(
  ctx: Context,
  maintenance: SqlEndpoint,
  swap: Swap,
): Promise<{ milliseconds: number }> {
  const before = await readOids(ctx, maintenance, swap)
  for (let attempt = 1; ; attempt += 1) {
    const started = performance.now()
    try {
      await renameWhileTerminating(ctx, maintenance, { swap, targetOid: before.target })
      return { milliseconds: Math.round(performance.now() - started) }
    } catch (error) {
      if (await isSwapped(ctx, maintenance, { swap, sideOid: before.side, error })) {
        return { milliseconds: Math.round(performance.now() - started) }
      }
      if (!isPgsafeError(error, 'database-busy')) throw notSwapped(swap, error)
      const stuck = await findStuckSessions(ctx, maintenance, before.target)
      if (stuck.length > 0 || attempt === attempts) throw stillBusy(swap, stuck)
    }
  }
}

interface Renaming {
  readonly swap: Swap
  readonly targetOid: string | undefined
}

/** The rename waits up to 5 s for the target's sessions to go; new ones wait for its lock. */
async function renameWhileTerminating(ctx: Context, at: SqlEndpoint, { swap, targetOid }: Renaming): Promise<void> {
  const [target, side] = [quoteIdentifier(swap.target), quoteIdentifier(swap.side)]
  const keep = swap.keepAs === null ? [] : [`ALTER DATABASE ${target} RENAME TO ${quoteIdentifier(swap.keepAs)}`]
  const statements = ['BEGIN', ...keep, `ALTER DATABASE ${side} RENAME TO ${target}`, 'COMMIT']
  const state = { renaming: true }
  const rename = executeAsOneQuery(ctx, at, statements, { settings: swapSettings, uninterruptible: true }).finally(
    () => {
      state.renaming = false
    },
  )
  const terminate = async (databaseOid: string) => {
    while (state.renaming) {
      await terminateSessions(ctx, at, databaseOid)
      await sleep(10)
    }
  }
  // Both end before an error goes on: a terminator left behind could meet the next attempt.
  const [renamed, terminated] = await Promise.allSettled([
    rename,
    targetOid === undefined ? undefined : terminate(targetOid),
  ])
  if (renamed.status === 'rejected') throw renamed.reason
  if (terminated.status === 'rejected') ctx.ui.detail(`ending sessions failed: ${String(terminated.reason)}`)
}

/** By OID: once the names are swapped, sessions of the new database must stay. */
async function terminateSessions(ctx: Context, at: SqlEndpoint, databaseOid: string): Promise<void> {
  const sql = `SELECT pg_terminate_backend(a.pid) FROM ${blockingSessionsSql} AND a.datid = ${databaseOid} AND ${mayTerminateSql}`
  await queryRows(ctx, at, sql, { uninterruptible: true })
}

/** Those that this role may not end. */
async function findStuckSessions(ctx: Context, at: SqlEndpoint, databaseOid: string | undefined): Promise<string[]> {
  const sql = `SELECT format('pid %s (%s)', a.pid, a.usename) AS session
    FROM ${blockingSessionsSql} AND a.datid = ${databaseOid ?? '0'} AND NOT ${mayTerminateSql}`
  const rows = await queryRows<{ session: string }>(ctx, at, sql, { uninterruptible: true })
  return rows.map(({ session }) => session)
}

interface Oids {
  readonly target: string | undefined
  readonly side: string | undefined
}

async function readOids(ctx: Context, at: SqlEndpoint, swap: Swap): Promise<Oids> {
  const names = [swap.target, swap.side].map(sqlLiteral).join(', ')
  const rows = await queryRows<{ name: string; oid: string }>(
    ctx,
    at,
    `SELECT datname AS name, oid::text AS oid FROM pg_database WHERE datname IN (${names})`,
    { uninterruptible: true },
  )
  const oidOf = (name: string) => rows.find((row) => row.name === name)?.oid
  return { target: oidOf(swap.target), side: oidOf(swap.side) }
}

/** The connection may break after the server committed. Throws when the server cannot be asked. */
async function isSwapped(
  ctx: Context,
  at: SqlEndpoint,
  { swap, sideOid, error }: { swap: Swap; sideOid: string | undefined; error: unknown },
): Promise<boolean> {
  try {
    return sideOid !== undefined && (await readOids(ctx, at, swap)).target === sideOid
  } catch (unreachable) {
    throw new PgsafeError(
      'restore-failed',
      `the server went away while the databases were swapped: ${reasonOf(error)}`,
      {
        hint: `when it is back, "${swap.target}" is wholly the old or wholly the new database; pgsafe recover tells which`,
        cause: unreachable,
      },
    )
  }
}

function notSwapped(swap: Swap, error: unknown): PgsafeError {
  const code = isPgsafeError(error, 'insufficient-rights') ? 'insufficient-rights' : 'restore-failed'
  return new PgsafeError(code, `the databases were not swapped: ${reasonOf(error)}`, {
    hint: `${inPlace(swap)}; pgsafe doctor shows what this role may not do`,
    cause: error,
  })
}

function stillBusy(swap: Swap, stuck: readonly string[]): PgsafeError {
  const message =
    stuck.length > 0
      ? `this role may not end sessions of "${swap.target}": ${stuck.join(', ')}`
      : `"${swap.target}" stayed in use although its sessions were ended`
  return new PgsafeError('restore-failed', message, { hint: `${inPlace(swap)}; stop what uses it, then run again` })
}

function inPlace(swap: Swap): string {
  return swap.keepAs === null ? 'nothing was renamed' : `the old "${swap.target}" is in place, as it was`
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
