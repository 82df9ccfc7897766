import type { TableRows } from './manifest.ts'
import type { CountedTable, RowCounts } from './row-counts.ts'
import { tablesBeside } from './tables-beside.ts'

/** Tables with rows that nobody expects there. What extensions fill is not counted. */
export function findUnexpectedTables(expected: readonly TableRows[], live: RowCounts): CountedTable[] {
  return tablesBeside(expected, live).filter(({ rows }) => rows > 0)
}
