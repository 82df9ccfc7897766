import { setTimeout as sleep } from 'node:timers/promises'
import { compareRows } from '../domain/compare-rows.ts'
import type { DatabaseProperties, TableRows } from '../domain/manifest.ts'
import type { RowCounts } from '../domain/row-counts.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import { allowConnections } from '../postgres/allow-connections.ts'
import { copyDatabase } from '../postgres/copy-database.ts'
import { countRows } from '../postgres/count-rows.ts'
import type { Database } from '../postgres/database.ts'
import { listSessions } from '../postgres/list-sessions.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { readDatabaseProperties } from '../postgres/read-database-properties.ts'
import { dropUnfinished } from '../postgres/side-database.ts'
import type { Context } from '../system/context.ts'

interface SnapshotOrder {
  /** `pgsafe_snap_<id>` */
  readonly name: string
  /** What the snapshot says of itself (domain/kept-label.ts). */
  readonly label: string
}

/** A copy of the database on its server, closed to connections, with the same number of rows in every table. */
export interface Snapshot {
  readonly name: string
  readonly oid: number
  readonly bytes: number
  readonly tables: readonly TableRows[]
  /** What a copy does not have of its own: owner, grants, comment, settings, limits (fact 14). */
  readonly properties: DatabaseProperties
  /** The first transaction id that was free right after the copy. */
  readonly xmax: string
  /** How many transaction ids we ourselves have used since. */
  readonly ownTransactions: number
}

/**
 * Copies the database on its server (DESIGN 8) and counts the rows of every table on both sides (fact 14). Throws
 * `database-busy` naming who is connected, `insufficient-rights`, `disk-full`, or the server's own words; then nothing of it
 * is left. Throws `verification-failed` when rows changed in between.
 */
export async function takeSnapshot(ctx: Context, source: Database, { name, label }: SnapshotOrder): Promise<Snapshot> {
  await untilAlone(ctx, source)
  const properties = await readDatabaseProperties(ctx, source)
  const { tables } = await countRows(ctx, source, { lockTimeoutSeconds: 5 })
  try {
    const { xmax } = await copy(ctx, source, name)
    ctx.signal.throwIfAborted()
    const copied = await countCopy(ctx, source, { name, label, tables })
    const rows = tables.map(({ schema, name, rows }) => ({ schema, name, rows }))
    return { name, ...copied, tables: rows, properties, xmax, ownTransactions: 2 }
  } catch (error) {
    // Also when the copy itself was cancelled: it may have been a moment too late, or its session is lost and the server goes on.
    await dropUnfinished(ctx, source, name)
    throw error
  }
}

interface Counting extends SnapshotOrder {
  /** As counted in the source. */
  readonly tables: readonly TableRows[]
}

/** Its comment says whose it is before anybody can connect to it, and nobody can once it is counted. */
async function countCopy(
  ctx: Context,
  source: Database,
  { name, label, tables }: Counting,
): Promise<Pick<Snapshot, 'oid' | 'bytes'>> {
  const copied = { ...source, connection: connectionTo(source.connection, name) }
  await allowConnections(ctx, source, { database: name, allowed: true, comment: label })
  assertSameRows(tables, await countRows(ctx, copied))
  await allowConnections(ctx, source, { database: name, allowed: false })
  const row = await lookUpDatabase(ctx, source, name)
  if (row === undefined) throw new PgsafeError('unexpected', `the snapshot ${name} is gone although it was just made`)
  return { oid: row.oid, bytes: row.bytes ?? 0 }
}

/** Sessions that just end are no reason to fail; those that stay would make the copy wait 5 s, and every new client with it. */
async function untilAlone(ctx: Context, source: Database): Promise<void> {
  for (let look = 1; ; look += 1) {
    const connected = await listSessions(ctx, source)
    if (connected.length === 0) return
    if (look === 8) throw busy(source, connected)
    await sleep(100)
    ctx.signal.throwIfAborted()
  }
}

async function copy(ctx: Context, source: Database, name: string): Promise<{ readonly xmax: string }> {
  try {
    return await copyDatabase(ctx, source, name)
  } catch (error) {
    if (!isPgsafeError(error, 'database-busy')) throw error
    const connected = await listSessions(ctx, source)
    throw connected.length === 0 ? error : busy(source, connected)
  }
}

function busy({ connection }: Database, connected: readonly string[]): PgsafeError {
  return new PgsafeError('database-busy', `"${connection.database}" is in use by ${connected.join('; ')}`, {
    hint: 'a snapshot needs the database to itself: end those sessions, or use the dump engine',
  })
}

function assertSameRows(before: readonly TableRows[], copied: RowCounts): void {
  const { missing, different } = compareRows(before, copied)
  const [changed] = [...missing, ...different]
  if (changed === undefined) return
  throw new PgsafeError('verification-failed', `${changed.schema}.${changed.name} changed while the snapshot was made`)
}
