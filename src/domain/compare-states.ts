import { judgeTable, type CountedSince } from './judge-table.ts'
import { byLoss, type TableChange } from './table-change.ts'
import { tableKey } from './table-key.ts'
import { statisticsProve, type DatabaseState, type TableMark, type WriteMarks } from './write-marks.ts'

/** A database after the command. `counts` has the tables that were counted again, by oid; null: it could not be read. */
export interface StateAfter {
  readonly marks: WriteMarks
  readonly tables: readonly TableMark[]
  readonly counts: ReadonlyMap<number, CountedSince | null>
}

/**
 * What a command did to every table, by exact counts, largest loss first. `after` is undefined when the database is gone. A table is
 * the same one by its oid, whatever it is called now, as long as the database is the same one.
 */
export function compareStates(before: DatabaseState, after: StateAfter | undefined): TableChange[] {
  const now = after?.tables ?? []
  const sameDatabase = after?.marks.databaseOid === before.marks.databaseOid
  const oids = new Map(now.map((table) => [table.oid, table]))
  const old = new Set(before.tables.map(({ oid }) => oid))
  const isSurvivor = ({ oid }: TableMark) => sameDatabase && old.has(oid)
  // A name whose table lives on under another one belongs to a new table.
  const names = new Map(now.filter((table) => !isSurvivor(table)).map((table) => [tableKey(table), table]))
  const counts = after?.counts ?? new Map<number, CountedSince | null>()
  const certain = after !== undefined && statisticsProve(before.marks, after.marks)
  const heirs = new Set<TableMark>()
  const changes = before.tables.flatMap((table) => {
    const survivor = sameDatabase ? oids.get(table.oid) : undefined
    const heir = survivor === undefined ? names.get(tableKey(table)) : undefined
    if (heir !== undefined) heirs.add(heir)
    return judgeTable(table, { survivor, heir, counts, certain })
  })
  const created = [...names.values()].filter((table) => !heirs.has(table)).map((table) => createdTable(table, counts))
  return [...changes, ...created].sort(byLoss)
}

function createdTable(
  { schema, name, oid, root }: TableMark,
  counts: ReadonlyMap<number, CountedSince | null>,
): TableChange {
  const rows = counts.get(oid)?.rows ?? null
  const nothing = { before: null, lost: 0, manner: null, recreated: false, renamedTo: null }
  return { schema, name, kind: 'created', ...nothing, after: rows, added: rows, root }
}
