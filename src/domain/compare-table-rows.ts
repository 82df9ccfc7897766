import { compareRows } from './compare-rows.ts'
import type { TableRows } from './manifest.ts'
import type { RowCounts } from './row-counts.ts'
import { tableKey } from './table-key.ts'
import { tablesBeside } from './tables-beside.ts'
import type { TableChange } from './table-change.ts'

/** Which tables hold another number of rows now than a backup does, the largest difference first (fact 11); which rows, nobody knows. */
export function compareTableRows(backup: readonly TableRows[], live: RowCounts): TableChange[] {
  const { missing, different } = compareRows(backup, live)
  const held = new Map(backup.map((table) => [tableKey(table), table.rows]))
  const dropped = missing.map(({ schema, name }): TableChange => {
    const before = held.get(tableKey({ schema, name })) ?? 0
    return { ...unknown, schema, name, kind: 'dropped', before, after: null, lost: before, added: 0 }
  })
  const changed = different.map(({ schema, name, expected, actual }): TableChange => {
    return { ...unknown, schema, name, kind: kindOf(expected, actual), before: expected, after: actual }
  })
  const created = tablesBeside(backup, live).map(({ schema, name, rows, root }): TableChange => {
    return { ...unknown, schema, name, kind: 'created', before: null, after: rows, lost: 0, added: rows, root }
  })
  return [...dropped, ...changed, ...created].sort((a, b) => difference(b) - difference(a))
}

const unknown = { lost: null, added: null, manner: null, recreated: false, renamedTo: null, root: null } as const

function kindOf(before: number, after: number): TableChange['kind'] {
  if (after === 0) return 'emptied'
  return after < before ? 'shrunk' : 'grown'
}

function difference({ before, after }: TableChange): number {
  return Math.abs((after ?? 0) - (before ?? 0))
}
