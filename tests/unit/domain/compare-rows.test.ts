import { describe, expect, it } from 'vitest'
import { compareRows } from '../../../src/domain/compare-rows.ts'
import type { RowCounts } from '../../../src/domain/row-counts.ts'

const schema = 'public'
const root = { schema, name: 'events' }
const live: RowCounts = {
  tables: [
    { schema, name: 'users', rows: 10, root: null },
    { schema, name: 'events_a', rows: 3, root },
    { schema, name: 'events_b', rows: 4, root },
    { schema: 'audit', name: 'users', rows: 1, root: null },
  ],
  roots: [{ ...root, rows: 7 }],
  uncounted: [{ schema, name: 'spatial_ref_sys', reason: 'extension' }],
  materializedViews: [],
}
const table = (name: string, rows: number, inSchema = schema) => ({ schema: inSchema, name, rows })

describe('compareRows', () => {
  it('is content when every table of the dump arrived whole', () => {
    const expected = [table('users', 10), table('events_a', 3), table('events_b', 4), table('users', 1, 'audit')]
    expect(compareRows(expected, live)).toEqual({ missing: [], different: [] })
  })

  it('names what is missing and what differs', () => {
    expect(compareRows([table('users', 11), table('orders', 0)], live)).toEqual({
      missing: [{ schema, name: 'orders' }],
      different: [{ schema, name: 'users', expected: 11, actual: 10 }],
    })
  })

  it("takes rows under the root's name as those of all its partitions", () => {
    expect(compareRows([table('events', 7)], live)).toEqual({ missing: [], different: [] })
    expect(compareRows([table('events', 6)], live).different).toEqual([{ ...root, expected: 6, actual: 7 }])
  })

  it('takes them as those of the partitions that the dump does not name itself', () => {
    expect(compareRows([table('events', 4), table('events_a', 3)], live)).toEqual({ missing: [], different: [] })
  })

  it('leaves out what extensions fill', () => {
    expect(compareRows([table('spatial_ref_sys', 2)], live)).toEqual({ missing: [], different: [] })
  })
})
