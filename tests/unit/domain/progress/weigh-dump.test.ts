import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weighDump, type RunningCopy, type TableSize } from '../../../../src/domain/progress/weigh-dump.ts'

const table = (name: string, turn: number, own: Partial<TableSize> = {}): TableSize => ({
  schema: 'public',
  name,
  bytes: 1000,
  rows: 100,
  turn,
  ...own,
})
const copy = (name: string, rows: number, bytes = 0): RunningCopy => ({ schema: 'public', name, rows, bytes })

describe('the progress of a dump', () => {
  const tables = [table('a', 1), table('b', 2, { bytes: 3000 }), table('c', 3)]

  it('counts the tables before the one that runs, and the part of that by its rows', () => {
    expect(weighDump(tables, [copy('b', 50)])).toEqual({
      fraction: 0.5,
      done: 2500,
      unit: 'bytes',
      current: 'public.b',
    })
  })

  it('goes by the bytes where the planner has no idea of the rows', () => {
    const unknown = [table('a', 1, { rows: -1 })]
    expect(weighDump(unknown, [copy('a', 9, 250)])?.fraction).toBe(0.25)
  })

  it('lets a table that turned out larger than thought count once', () => {
    expect(weighDump(tables, [copy('c', 900)])?.fraction).toBe(1)
  })

  it('takes tables of the same turn as begun only when they were seen', () => {
    const atOnce = [table('a', 1), table('b', 1), table('c', 1), table('d', 1)]
    expect(weighDump(atOnce, [copy('b', 0)])?.fraction).toBe(0)
    expect(weighDump(atOnce, [copy('b', 0)], [copy('a', 1)])?.fraction).toBe(0.25)
    expect(weighDump(atOnce, [copy('b', 50), copy('a', 50)], [copy('a', 1)])).toMatchObject({
      fraction: 0.25,
      current: 'public.a, public.b',
    })
  })

  it('says nothing while nothing runs, or only what is not known', () => {
    expect(weighDump(tables, [])).toBeUndefined()
    expect(weighDump(tables, [copy('another', 1)])).toBeUndefined()
  })

  it('stays between nothing and everything', () => {
    const sizes = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      turn: fc.nat(5),
      bytes: fc.nat(),
      rows: fc.integer(),
    })
    const copies = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), rows: fc.nat(), bytes: fc.nat() })
    fc.assert(
      fc.property(fc.array(sizes), fc.array(copies), fc.array(copies), (some, running, before) => {
        const inPublic = <T>(list: T[]) => list.map((one) => ({ schema: 'public', ...one }))
        const fraction = weighDump(inPublic(some), inPublic(running), inPublic(before))?.fraction ?? 0
        expect(fraction).toBeGreaterThanOrEqual(0)
        expect(fraction).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})
