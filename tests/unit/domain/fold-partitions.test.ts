import { expect, it } from 'vitest'
import { compareStates } from '../../../src/domain/compare-states.ts'
import { foldPartitions } from '../../../src/domain/fold-partitions.ts'
import { totalDamage } from '../../../src/domain/total-damage.ts'
import { marks, tableOf } from './marks.fixture.ts'

const root = { schema: 'public', name: 'events' }
const tables = [tableOf(1, 50, { root }), tableOf(2, 70, { root }), tableOf(3, 100), tableOf(4, 9)]
const count = (counts: Record<number, { rows: number; fresh: number } | null>) =>
  compareStates(
    { marks, tables },
    {
      marks: { ...marks, promptStatistics: false },
      tables,
      counts: new Map(Object.entries(counts).map(([oid, counted]) => [Number(oid), counted])),
    },
  )

it('shows the partitions of a table as one, under its name', () => {
  const changes = count({ 1: { rows: 0, fresh: 0 }, 2: { rows: 10, fresh: 0 }, 3: { rows: 0, fresh: 0 } })
  expect(foldPartitions(changes)).toMatchObject([
    { name: 'events', kind: 'changed', before: 120, after: 10, lost: 110, manner: 'deleted', partitions: 2 },
    { name: 't3', kind: 'emptied', lost: 100, partitions: 0 },
  ])
})

it('does not add up what is not known', () => {
  const changes = count({ 1: { rows: 0, fresh: 0 }, 2: null })
  expect(foldPartitions(changes)).toMatchObject([
    { name: 'events', kind: 'unknown', before: 120, after: null, lost: null, partitions: 2 },
  ])
})

it('leaves the total as it is: partitions are tables that hold rows', () => {
  const changes = count({ 1: { rows: 0, fresh: 0 }, 2: null, 3: { rows: 100, fresh: 4 } })
  expect(totalDamage(tables, changes)).toEqual({
    rowsBefore: 229,
    tablesBefore: 4,
    lost: 54,
    tablesHit: 2,
    tablesUnknown: 1,
    someChanged: true,
  })
})
