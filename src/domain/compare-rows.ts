import type { TableRows } from './manifest.ts'
import type { CountedTable, RowCounts, TableName } from './row-counts.ts'
import { tableKey } from './table-key.ts'

export interface RowDifference extends TableName {
  readonly expected: number
  readonly actual: number
}

/**
 * Compares what a dump holds with what is in a database. A dump may name a partition, or its root with the rows of all partitions
 * that it does not name. Tables that the dump does not hold are not looked at.
 */
export function compareRows(
  expected: readonly TableRows[],
  live: RowCounts,
): { missing: TableName[]; different: RowDifference[] } {
  const inDump = new Set(expected.map(tableKey))
  const uncounted = new Set(live.uncounted.map(tableKey))
  const tables = new Map(live.tables.map((table) => [tableKey(table), table.rows]))
  const roots = new Map(live.roots.map((root) => [tableKey(root), rowsUnder(root, live.tables, inDump)]))
  const comparable = expected.filter((table) => !uncounted.has(tableKey(table)))
  const missing: TableName[] = []
  const different: RowDifference[] = []
  for (const { schema, name, rows } of comparable) {
    const actual = tables.get(tableKey({ schema, name })) ?? roots.get(tableKey({ schema, name }))
    if (actual === undefined) missing.push({ schema, name })
    else if (actual !== rows) different.push({ schema, name, expected: rows, actual })
  }
  return { missing, different }
}

/** The rows of a root's partitions that the dump does not hold under their own names. */
function rowsUnder(root: TableName, tables: readonly CountedTable[], inDump: ReadonlySet<string>): number {
  return tables
    .filter((table) => table.root !== null && tableKey(table.root) === tableKey(root) && !inDump.has(tableKey(table)))
    .reduce((sum, table) => sum + table.rows, 0)
}
