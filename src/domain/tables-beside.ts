import type { TableRows } from './manifest.ts'
import type { CountedTable, RowCounts } from './row-counts.ts'
import { tableKey } from './table-key.ts'

/** Tables that a dump does not hold, neither under their own names nor, as partitions, under that of their root. */
export function tablesBeside(held: readonly TableRows[], { tables }: RowCounts): CountedTable[] {
  const names = new Set(held.map(tableKey))
  return tables.filter(
    (table) => !names.has(tableKey(table)) && (table.root === null || !names.has(tableKey(table.root))),
  )
}
