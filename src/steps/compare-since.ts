import { compareStates } from '../domain/compare-states.ts'
import type { Manifest } from '../domain/manifest.ts'
import { stillTells, type Moment } from '../domain/moment.ts'
import type { TableChange } from '../domain/table-change.ts'
import { tableKey } from '../domain/table-key.ts'
import type { DatabaseState, TableMark, TableState } from '../domain/write-marks.ts'
import { countSince } from '../postgres/count-since.ts'
import type { Database } from '../postgres/database.ts'
import { readTableMarks } from '../postgres/read-table-marks.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import type { Context } from '../system/context.ts'

export interface Since {
  readonly database: Database
  /** Of the backup. */
  readonly manifest: Manifest
  readonly lockTimeoutSeconds: number
}

/**
 * Every table that is not as it was when a backup was made, with the rows lost since. undefined when rows cannot be told apart:
 * the database is another one (created again, or swapped in by a restore), or nobody noted the backup's moment.
 */
export async function compareSince(ctx: Context, since: Since): Promise<TableChange[] | undefined> {
  const { database, manifest, lockTimeoutSeconds } = since
  const { moment } = manifest
  const { systemIdentifier, databaseOid } = database.server
  const same = manifest.database.systemIdentifier === systemIdentifier && manifest.database.oid === databaseOid
  if (moment === undefined || moment === null || !same) return undefined
  const marks = await readWriteMarks(ctx, database)
  if (!stillTells(moment, marks.xmax)) return undefined
  const tables = await readTableMarks(ctx, database)
  const before = stateOf(manifest, moment, tables)
  if (before === undefined) return undefined
  const counts = await countSince(ctx, database, tables, { marks: before.marks, lockTimeoutSeconds })
  return compareStates(before, { marks, tables, counts })
}

/** Without statistics: those of then are not kept, so every table is counted. */
function stateOf({ tables, database }: Manifest, moment: Moment, now: readonly TableMark[]): DatabaseState | undefined {
  const rows = new Map(tables.map((table) => [tableKey(table), table.rows]))
  // The rows of some partitions stand under the name of their root.
  if (!moment.tables.every((table) => rows.has(tableKey(table)))) return undefined
  const roots = new Map(now.map(({ oid, root }) => [oid, root]))
  const states = moment.tables.map((table): TableState => {
    const unknown = { storage: 0, inserted: 0, updated: 0, deleted: 0, readable: true }
    return { ...unknown, ...table, root: roots.get(table.oid) ?? null, rows: rows.get(tableKey(table)) ?? 0 }
  })
  const statistics = { rowsWritten: 0, statisticsSince: '', promptStatistics: false, otherSessions: 0 }
  const marks = { xmax: moment.xmax, running: [], databaseOid: database.oid, catalogDigest: '', ...statistics }
  return { marks, tables: states }
}
