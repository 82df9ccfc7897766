import { statisticsProve, type DatabaseState, type TableMark, type WriteMarks } from './write-marks.ts'

/**
 * The tables whose rows have to be counted again to know what became of them (fact 12): those that were written to by their
 * counters, or hold other storage, or are new; all, where counters prove nothing; none, when nothing was written anywhere.
 */
export function tablesToCount(
  before: DatabaseState,
  after: { readonly marks: WriteMarks; readonly tables: readonly TableMark[] },
): TableMark[] {
  if (nothingWritten(before.marks, after.marks)) return []
  if (!statisticsProve(before.marks, after.marks)) return [...after.tables]
  const then = new Map(before.tables.map((table) => [table.oid, table]))
  return after.tables.filter((table) => !unmoved(then.get(table.oid), table))
}

/** The certain case: no transaction that writes has begun on the whole server, and none was under way. */
function nothingWritten(before: WriteMarks, after: WriteMarks): boolean {
  return before.databaseOid === after.databaseOid && before.xmax === after.xmax && before.running.length === 0
}

function unmoved(before: TableMark | undefined, after: TableMark): boolean {
  if (before === undefined || before.storage !== after.storage) return false
  return before.inserted === after.inserted && before.updated === after.updated && before.deleted === after.deleted
}
