import { compareRows } from './compare-rows.ts'
import type { TableRows } from './manifest.ts'
import type { RowCounts, TableName } from './row-counts.ts'

/** One table by its number of rows, in a backup and now; null where it does not exist. */
export interface RowsChange extends TableName {
  readonly kind: 'created' | 'dropped' | 'emptied' | 'shrunk' | 'grown'
  readonly before: number | null
  readonly after: number | null
}

/** Which tables hold another number of rows now than a backup does, the largest difference first (fact 11). */
export function compareTableRows(backup: readonly TableRows[], live: RowCounts): RowsChange[] {
  const { missing, different } = compareRows(backup, live)
  const held = new Map(backup.map((table) => [keyOf(table), table.rows]))
  const dropped = missing.map(({ schema, name }): RowsChange => {
    return { schema, name, kind: 'dropped', before: held.get(keyOf({ schema, name })) ?? 0, after: null }
  })
  const changed = different.map(({ schema, name, expected, actual }): RowsChange => {
    return { schema, name, kind: kindOf(expected, actual), before: expected, after: actual }
  })
  const created = live.tables
    // The rows of a partition may stand under its root's name.
    .filter((table) => !held.has(keyOf(table)) && (table.root === null || !held.has(keyOf(table.root))))
    .map(({ schema, name, rows }): RowsChange => ({ schema, name, kind: 'created', before: null, after: rows }))
  return [...dropped, ...changed, ...created].sort((a, b) => difference(b) - difference(a))
}

function kindOf(before: number, after: number): RowsChange['kind'] {
  if (after === 0) return 'emptied'
  return after < before ? 'shrunk' : 'grown'
}

function difference({ before, after }: RowsChange): number {
  return Math.abs((after ?? 0) - (before ?? 0))
}

function keyOf({ schema, name }: TableName): string {
  return JSON.stringify([schema, name])
}
