import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareStates } from '../../../src/domain/compare-states.ts'
import type { CountedSince } from '../../../src/domain/judge-table.ts'
import type { TableState } from '../../../src/domain/write-marks.ts'
import { marks, tableOf } from './marks.fixture.ts'

type Counts = Record<number, CountedSince | null>

/** What became of `before`; tables that are not in `counts` were not counted again. */
function changes(before: readonly TableState[], after: readonly TableState[], counts: Counts = {}, now = marks) {
  const counted = new Map(Object.entries(counts).map(([oid, count]) => [Number(oid), count]))
  return compareStates({ marks, tables: before }, { marks: now, tables: after, counts: counted })
}

const orders = tableOf(1, 100, { name: 'orders' })

describe('a table that is still the same one', () => {
  it('is no change when nothing of it was lost or added, however often it was written to', () => {
    const touched = { ...orders, inserted: 150, deleted: 50 }
    expect(changes([orders], [touched], { 1: { rows: 100, fresh: 0 } })).toEqual([])
  })

  it('lost what is not among its old rows any more', () => {
    const touched = { ...orders, deleted: 8, inserted: 107 }
    expect(changes([orders], [touched], { 1: { rows: 99, fresh: 7 } })).toMatchObject([
      { name: 'orders', kind: 'shrunk', before: 100, after: 99, lost: 8, added: 7, manner: 'deleted' },
    ])
  })

  it('is changed when its rows are others but as many', () => {
    const updated = { ...orders, updated: 5 }
    const replaced = { ...orders, deleted: 7, inserted: 107 }
    const both = { ...orders, updated: 5, deleted: 7, inserted: 107 }
    const change = { kind: 'changed', before: 100, after: 100 }
    expect(changes([orders], [updated], { 1: { rows: 100, fresh: 5 } })).toMatchObject([
      { ...change, lost: 5, added: 5, manner: 'changed' },
    ])
    expect(changes([orders], [replaced], { 1: { rows: 100, fresh: 7 } })).toMatchObject([
      { ...change, lost: 7, added: 7, manner: 'deleted' },
    ])
    expect(changes([orders], [both], { 1: { rows: 100, fresh: 12 } })).toMatchObject([
      { ...change, lost: 12, added: 12, manner: 'deleted or changed' },
    ])
  })

  it('is emptied, or grown without a loss', () => {
    const truncated = { ...orders, storage: 99 }
    expect(changes([orders], [truncated], { 1: { rows: 0, fresh: 0 } })).toMatchObject([
      { kind: 'emptied', lost: 100, added: 0, manner: 'deleted' },
    ])
    expect(changes([orders], [orders], { 1: { rows: 130, fresh: 30 } })).toMatchObject([
      { kind: 'grown', lost: 0, added: 30, manner: null },
    ])
  })

  it('cannot tell deleted from changed rows in other storage, or where counters prove nothing', () => {
    const refilled = { ...orders, storage: 99, inserted: 200 }
    expect(changes([orders], [refilled], { 1: { rows: 100, fresh: 100 } })).toMatchObject([
      { lost: 100, manner: 'deleted or changed' },
    ])
    const late = { ...marks, otherSessions: 1 }
    expect(changes([orders], [orders], { 1: { rows: 100, fresh: 5 } }, late)).toMatchObject([
      { lost: 5, manner: 'deleted or changed' },
    ])
  })

  it('is followed to its new name', () => {
    const renamed = { ...orders, name: 'sales' }
    const renamedTo = { schema: 'public', name: 'sales' }
    expect(changes([orders], [renamed])).toMatchObject([{ name: 'orders', kind: 'renamed', lost: 0, renamedTo }])
    const successor = tableOf(2, 3, { name: 'orders' })
    expect(changes([orders], [renamed, successor], { 2: { rows: 3, fresh: 3 } })).toMatchObject([
      { name: 'orders', kind: 'created', after: 3 },
      { name: 'orders', kind: 'renamed', renamedTo },
    ])
  })

  it('is unknown, not a number, when it cannot be read', () => {
    expect(changes([orders], [{ ...orders, readable: false }], { 1: null })).toMatchObject([
      { kind: 'unknown', before: 100, after: null, lost: null, added: null },
    ])
  })

  it('never lost less than nothing', () => {
    // A transaction that was under way brought its rows in: they are old ones that nobody had counted.
    expect(changes([orders], [orders], { 1: { rows: 105, fresh: 0 } })).toMatchObject([{ kind: 'grown', lost: 0 }])
  })
})

describe('a table that is another one under its name', () => {
  it('has lost every row, also when it holds as many again', () => {
    const again = tableOf(2, 100, { name: 'orders' })
    expect(changes([orders], [again], { 2: { rows: 100, fresh: 100 } })).toMatchObject([
      { kind: 'changed', before: 100, after: 100, lost: 100, added: 100, recreated: true, manner: 'deleted' },
    ])
  })

  it('also in a database that was created again, whatever its oid is: a template brings the oids along', () => {
    const elsewhere = { ...marks, databaseOid: 6 }
    expect(changes([orders], [orders], { 1: { rows: 100, fresh: 0 } }, elsewhere)).toMatchObject([
      { lost: 100, recreated: true },
    ])
  })

  it('has lost every row also when the new one cannot be read', () => {
    const again = tableOf(2, 100, { name: 'orders', readable: false })
    expect(changes([orders], [again], { 2: null })).toMatchObject([{ kind: 'unknown', after: null, lost: 100 }])
  })
})

it('loses everything with the database', () => {
  const before = { marks, tables: [orders, tableOf(2, 5), tableOf(3, 0)] }
  expect(compareStates(before, undefined)).toMatchObject([
    { name: 'orders', kind: 'dropped', lost: 100 },
    { kind: 'dropped', lost: 5 },
    { kind: 'dropped', lost: 0, manner: null },
  ])
})

it('keeps tables of the same name in different schemas apart', () => {
  const one = tableOf(1, 1, { schema: 'a.b', name: 'c' })
  const two = tableOf(2, 2, { schema: 'a', name: 'b.c' })
  expect(changes([one, two], [one])).toMatchObject([{ schema: 'a', name: 'b.c', kind: 'dropped' }])
})

it('finds nothing between equal states, and never a loss larger than the table', () => {
  const rows = fc.nat({ max: 1000 })
  const tables = fc.uniqueArray(fc.record({ oid: fc.nat(), rows }), { selector: ({ oid }) => oid })
  fc.assert(
    fc.property(tables, fc.array(rows), (list, deltas) => {
      const state = list.map(({ oid, rows }) => tableOf(oid, rows))
      expect(changes(state, state.toReversed())).toEqual([])
      const counts = Object.fromEntries(
        state.map(({ oid, rows }, index) => {
          const fresh = deltas[index] ?? 0
          return [oid, { rows: Math.max(0, rows - (deltas[index + 1] ?? 0)) + fresh, fresh }]
        }),
      )
      const found = changes(state, state, counts)
      for (const { before, lost } of found) expect(lost).toBeLessThanOrEqual(before ?? 0)
      const losses = found.map(({ lost }) => lost ?? 0)
      expect(losses).toEqual(losses.toSorted((a, b) => b - a))
    }),
  )
})
