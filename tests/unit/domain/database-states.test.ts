import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTables, judgeTouched, type WriteMarks } from '../../../src/domain/database-states.ts'

const table = (name: string, rows: number) => ({ schema: 'public', name, rows })

describe('compareTables', () => {
  it('says of each table that differs how, the largest change first', () => {
    const before = [
      table('same', 5),
      table('dropped', 10),
      table('emptied', 300),
      table('shrunk', 50),
      table('grown', 1),
    ]
    const after = [table('same', 5), table('emptied', 0), table('shrunk', 20), table('grown', 3), table('created', 0)]
    expect(compareTables(before, after).map(({ name, kind, before, after }) => [name, kind, before, after])).toEqual([
      ['emptied', 'emptied', 300, 0],
      ['shrunk', 'shrunk', 50, 20],
      ['dropped', 'dropped', 10, null],
      ['grown', 'grown', 1, 3],
      ['created', 'created', null, 0],
    ])
  })

  it('keeps tables of the same name in different schemas apart', () => {
    const [one, two] = [
      { schema: 'a.b', name: 'c', rows: 1 },
      { schema: 'a', name: 'b.c', rows: 2 },
    ]
    expect(compareTables([one, two], [one])).toMatchObject([{ schema: 'a', name: 'b.c', kind: 'dropped' }])
  })

  it('finds nothing between equal states', () => {
    const tables = fc.uniqueArray(fc.record({ schema: fc.string(), name: fc.string(), rows: fc.nat() }), {
      selector: ({ schema, name }) => JSON.stringify([schema, name]),
    })
    fc.assert(
      fc.property(tables, (state) => {
        expect(compareTables(state, state.toReversed())).toEqual([])
      }),
    )
  })
})

describe('judgeTouched', () => {
  const before: WriteMarks = { xmax: '700', databaseOid: 5, catalogDigest: 'a' }
  const lost = compareTables([table('orders', 3)], [table('orders', 2)])

  it.each([
    ['dropped', undefined, []],
    ['recreated', { ...before, databaseOid: 6, catalogDigest: 'b', xmax: '800' }, lost],
    ['schema', { ...before, catalogDigest: 'b', xmax: '800' }, lost],
    ['data', { ...before, xmax: '800' }, lost],
    ['maybe', { ...before, xmax: '800' }, []],
    ['no', before, []],
  ] as const)('%s', (touched, after, changes) => {
    expect(judgeTouched(before, after, changes)).toBe(touched)
  })
})
