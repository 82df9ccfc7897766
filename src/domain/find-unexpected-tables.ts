import type { TableRows } from './manifest.ts'
import type { CountedTable, RowCounts, TableName } from './row-counts.ts'

/**
 * Tables with rows that nobody expects there, neither under their own names nor under that of their partitions' root. What
 * extensions fill is not counted.
 */
export function findUnexpectedTables(expected: readonly TableRows[], { tables }: RowCounts): readonly CountedTable[] {
  const names = new Set(expected.map(keyOf))
  return tables.filter(
    (table) => table.rows > 0 && !names.has(keyOf(table)) && !(table.root !== null && names.has(keyOf(table.root))),
  )
}

function keyOf({ schema, name }: TableName): string {
  return JSON.stringify([schema, name])
}
