import type { TableRows } from './manifest.ts'

/** What the server tells of writes (fact 12), read without holding anything. */
export interface WriteMarks {
  /** pg_snapshot_xmax(pg_current_snapshot()): does not move while nothing is written anywhere on the server. */
  readonly xmax: string
  readonly databaseOid: number
  /** A digest over oid, relfilenode and xmin of the user's relations and schemas. */
  readonly catalogDigest: string
}

/** One table before and after; null where it did not or does not exist. */
export interface TableChange {
  readonly schema: string
  readonly name: string
  readonly kind: 'dropped' | 'created' | 'emptied' | 'shrunk' | 'grown'
  readonly before: number | null
  readonly after: number | null
}

/** What a command did to a database, by exact counts. A table whose rows changed but not their number is not among them. */
export function compareTables(before: readonly TableRows[], after: readonly TableRows[]): TableChange[] {
  const key = (table: TableRows) => JSON.stringify([table.schema, table.name])
  const now = new Map(after.map((table) => [key(table), table.rows]))
  const then = new Set(before.map(key))
  const changes = before.flatMap((table) => changeOf(table, now.get(key(table)) ?? null))
  const created = after
    .filter((table) => !then.has(key(table)))
    .map(({ schema, name, rows }): TableChange => ({ schema, name, kind: 'created', before: null, after: rows }))
  return [...changes, ...created].sort((a, b) => weight(b) - weight(a))
}

function changeOf(table: TableRows, after: number | null): TableChange[] {
  const { schema, name, rows: before } = table
  if (after === null) return [{ schema, name, kind: 'dropped', before, after }]
  if (after === before) return []
  if (after === 0) return [{ schema, name, kind: 'emptied', before, after }]
  return [{ schema, name, kind: after < before ? 'shrunk' : 'grown', before, after }]
}

/** Largest change first. */
function weight(change: TableChange): number {
  return Math.abs((change.after ?? 0) - (change.before ?? 0))
}

export type Touched = 'dropped' | 'recreated' | 'schema' | 'data' | 'maybe' | 'no'

/** Whether the database was touched between two readings: "no" is certain, "maybe" means writes somewhere on the server. */
export function judgeTouched(
  before: WriteMarks,
  after: WriteMarks | undefined,
  changes: readonly TableChange[],
): Touched {
  if (after === undefined) return 'dropped'
  if (after.databaseOid !== before.databaseOid) return 'recreated'
  if (after.catalogDigest !== before.catalogDigest) return 'schema'
  if (changes.length > 0) return 'data'
  return after.xmax === before.xmax ? 'no' : 'maybe'
}
