import { expect, it } from 'vitest'
import { tablesToCount } from '../../../src/domain/tables-to-count.ts'
import type { TableState, WriteMarks } from '../../../src/domain/write-marks.ts'
import { marks, tableOf } from './marks.fixture.ts'

const before = [tableOf(1, 10), tableOf(2, 20), tableOf(3, 30), tableOf(4, 40)]
const later = { ...marks, xmax: '710', rowsWritten: 20 }

function counted(after: readonly TableState[], now: WriteMarks, then: WriteMarks = marks): number[] {
  return tablesToCount({ marks: then, tables: before }, { marks: now, tables: after }).map(({ oid }) => oid)
}

it('counts nothing again when no transaction wrote anywhere', () => {
  expect(counted(before, marks)).toEqual([])
})

it('counts those that were written to, that hold other storage, and new ones', () => {
  const [one, two, three, four] = before as [TableState, TableState, TableState, TableState]
  const after = [{ ...one, updated: 1 }, { ...two, storage: 99 }, { ...three, deleted: 1 }, four, tableOf(5, 0)]
  expect(counted(after, later)).toEqual([1, 2, 3, 5])
})

it.each([
  ['a server that tells its statistics late (14)', { ...later, promptStatistics: false }],
  ['sessions left, which have not told theirs', { ...later, otherSessions: 1 }],
  ['statistics that began anew (a reset, a crash)', { ...later, statisticsSince: 'now' }],
  ['a database that was created again', { ...later, databaseOid: 6 }],
])('counts all on %s', (_case, now) => {
  expect(counted(before, now)).toEqual([1, 2, 3, 4])
})

it('trusts no quiet server on which a transaction was under way', () => {
  expect(counted(before, { ...marks, otherSessions: 1 }, { ...marks, running: ['699'] })).toEqual([1, 2, 3, 4])
})
