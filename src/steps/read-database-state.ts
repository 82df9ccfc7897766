import type { TableRows } from '../domain/manifest.ts'
import { tableKey } from '../domain/table-key.ts'
import type { DatabaseState, TableState, WriteMarks } from '../domain/write-marks.ts'
import type { Database } from '../postgres/database.ts'
import { queryEachTable } from '../postgres/query-each-table.ts'
import { readTableMarks } from '../postgres/read-table-marks.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import type { Context } from '../system/context.ts'

export interface KnownRows {
  /** Exact counts of an earlier moment, and the marks of then. */
  readonly counted: { readonly tables: readonly TableRows[]; readonly marks: WriteMarks } | undefined
  readonly lockTimeoutSeconds: number
}

/** The database at this moment, table by table. What was counted earlier is taken over when nothing was written since. */
export async function readDatabaseState(
  ctx: Context,
  database: Database,
  { counted, lockTimeoutSeconds }: KnownRows,
): Promise<DatabaseState> {
  const marks = await readWriteMarks(ctx, database)
  const tables = await readTableMarks(ctx, database)
  const known = new Map<string, number>()
  if (counted !== undefined && stillHolds(counted.marks, marks)) {
    for (const table of counted.tables) known.set(tableKey(table), table.rows)
  }
  const missing = tables.filter((table) => !known.has(tableKey(table)))
  const columns = 'count(*) AS rows'
  const found = await queryEachTable<{ rows: number }>(ctx, database, missing, { columns, lockTimeoutSeconds })
  missing.forEach((table, index) => known.set(tableKey(table), found[index]?.rows ?? 0))
  return { marks, tables: tables.map((table): TableState => ({ ...table, rows: known.get(tableKey(table)) ?? 0 })) }
}

function stillHolds(then: WriteMarks, now: WriteMarks): boolean {
  return then.xmax === now.xmax && then.running.length === 0 && then.databaseOid === now.databaseOid
}
