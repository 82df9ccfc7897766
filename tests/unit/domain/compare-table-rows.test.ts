import { expect, it } from 'vitest'
import { compareTableRows } from '../../../src/domain/compare-table-rows.ts'
import type { RowCounts } from '../../../src/domain/row-counts.ts'

const table = (name: string, rows: number) => ({ schema: 'public', name, rows })
const live = (tables: RowCounts['tables'], more: Partial<RowCounts> = {}): RowCounts => {
  return { tables, roots: [], uncounted: [], materializedViews: [], ...more }
}
const own = (name: string, rows: number) => ({ ...table(name, rows), root: null })

it('says of each table that differs how, the largest difference first', () => {
  const backup = [table('same', 5), table('gone', 10), table('emptied', 300), table('shrunk', 50), table('grown', 1)]
  const now = live([own('same', 5), own('emptied', 0), own('shrunk', 20), own('grown', 3), own('new', 0)])
  expect(compareTableRows(backup, now).map(({ name, kind, before, after }) => [name, kind, before, after])).toEqual([
    ['emptied', 'emptied', 300, 0],
    ['shrunk', 'shrunk', 50, 20],
    ['gone', 'dropped', 10, null],
    ['grown', 'grown', 1, 3],
    ['new', 'created', null, 0],
  ])
})

it('compares rows that stand under the name of a partitioned table with all of its partitions', () => {
  const root = { schema: 'public', name: 'events' }
  const now = live(
    [
      { ...table('e1', 4), root },
      { ...table('e2', 3), root },
    ],
    { roots: [{ ...root, rows: 7 }] },
  )
  expect(compareTableRows([table('events', 7)], now)).toEqual([])
  expect(compareTableRows([table('events', 9)], now)).toMatchObject([{ name: 'events', kind: 'shrunk', after: 7 }])
})

it('does not claim to know which rows are lost, but those of a dropped table', () => {
  const now = live([own('shrunk', 3)])
  expect(compareTableRows([table('shrunk', 9), table('gone', 4)], now)).toMatchObject([
    { name: 'shrunk', lost: null, added: null, manner: null },
    { name: 'gone', lost: 4 },
  ])
})

it('leaves tables of extensions out', () => {
  const uncounted = [{ schema: 'public', name: 'spatial_ref_sys', reason: 'extension' as const }]
  expect(compareTableRows([table('spatial_ref_sys', 2)], live([], { uncounted }))).toEqual([])
})
