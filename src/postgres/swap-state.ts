import { setTimeout as sleep } from 'node:timers/promises'
import { sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import type { SessionOptions } from './psql-program.ts'
import type { Swap } from './rename-while-terminating.ts'

/** The OIDs behind the two names: they tell which database is which, whatever it is called. */
export interface SwapState {
  readonly target: string | undefined
  readonly side: string | undefined
}

export async function readSwapState(
  ctx: Context,
  at: SqlEndpoint,
  swap: Swap,
  options: SessionOptions = { uninterruptible: true },
): Promise<SwapState> {
  const names = [swap.target, swap.side].map(sqlLiteral).join(', ')
  const rows = await queryRows<{ name: string; oid: string }>(
    ctx,
    at,
    `SELECT datname AS name, oid::text AS oid FROM pg_database WHERE datname IN (${names})`,
    options,
  )
  const oidOf = (name: string) => rows.find((row) => row.name === name)?.oid
  return { target: oidOf(swap.target), side: oidOf(swap.side) }
}

/** A backend that lost its client finishes the rename it was sent; for as long it holds or awaits the databases' exclusive locks. */
export async function untilRenameEnded(ctx: Context, at: SqlEndpoint, { target, side }: SwapState): Promise<void> {
  const oids = [target, side].filter((oid) => oid !== undefined)
  if (oids.length === 0) return
  const sql = `SELECT pid FROM pg_locks WHERE locktype = 'object' AND classid = 'pg_database'::regclass
    AND objid IN (${oids.join(', ')}) AND mode = 'AccessExclusiveLock'`
  for (let look = 0; look < 100; look += 1) {
    const renaming = await queryRows(ctx, at, sql, { uninterruptible: true })
    if (renaming.length === 0) return
    await sleep(200)
  }
}
