import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import { renameWhileTerminating, type Swap } from './rename-while-terminating.ts'
import { readSwapState, type SwapState, untilRenameEnded } from './swap-state.ts'
import { blockingSessionsSql, mayTerminateSql } from './session-rights.ts'

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
  const before = await readSwapState(ctx, maintenance, swap, {})
  for (let attempt = 1; ; attempt += 1) {
    const started = performance.now()
    try {
      await renameWhileTerminating(ctx, maintenance, { swap, targetOid: before.target })
      return { milliseconds: Math.round(performance.now() - started) }
    } catch (error) {
      if (await isSwapped(ctx, maintenance, { swap, before, error })) {
        return { milliseconds: Math.round(performance.now() - started) }
      }
      if (!isPgsafeError(error, 'database-busy')) throw notSwapped(swap, error)
      const stuck = await findStuckSessions(ctx, maintenance, before.target)
      if (stuck.length > 0 || attempt === attempts) throw stillBusy(swap, stuck)
    }
  }
}

/** Those that this role may not end. */
async function findStuckSessions(ctx: Context, at: SqlEndpoint, databaseOid: string | undefined): Promise<string[]> {
  const sql = `SELECT format('pid %s (%s)', a.pid, a.usename) AS session
    FROM ${blockingSessionsSql} AND a.datid = ${databaseOid ?? '0'} AND NOT ${mayTerminateSql}`
  const rows = await queryRows<{ session: string }>(ctx, at, sql, { uninterruptible: true })
  return rows.map(({ session }) => session)
}

/** The connection may break after the server committed, or before: then its backend goes on alone. Throws when nobody answers. */
async function isSwapped(
  ctx: Context,
  at: SqlEndpoint,
  { swap, before, error }: { swap: Swap; before: SwapState; error: unknown },
): Promise<boolean> {
  try {
    await untilRenameEnded(ctx, at, before)
    return before.side !== undefined && (await readSwapState(ctx, at, swap)).target === before.side
  } catch (unreachable) {
    throw new PgsafeError('restore-failed', `the server went away during the swap: ${reasonOf(error)}`, {
      hint: `when it is back, "${swap.target}" is wholly the old or wholly the new database; pgsafe doctor tells what else is left`,
      cause: unreachable,
    })
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
