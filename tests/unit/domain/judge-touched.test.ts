import { expect, it } from 'vitest'
import { compareStates } from '../../../src/domain/compare-states.ts'
import { judgeTouched } from '../../../src/domain/judge-touched.ts'
import { marks, tableOf } from './marks.fixture.ts'

const lost = compareStates({ marks, tables: [tableOf(1, 3)] }, { marks, tables: [], counts: new Map() })
const unreadable = compareStates(
  { marks, tables: [tableOf(1, 3)] },
  { marks, tables: [tableOf(1, 3)], counts: new Map([[1, null]]) },
)
const later = { ...marks, xmax: '800' }

it.each([
  ['dropped', undefined, []],
  ['recreated', { ...later, databaseOid: 6, catalogDigest: 'b' }, lost],
  ['schema', { ...later, catalogDigest: 'b' }, lost],
  ['data', { ...later, rowsWritten: 11 }, lost],
  ['maybe', { ...later, rowsWritten: 11 }, []],
  ['maybe', { ...later, rowsWritten: 11 }, unreadable],
  ['maybe', { ...later, otherSessions: 1 }, []],
  ['maybe', { ...later, promptStatistics: false }, []],
  ['maybe', { ...later, statisticsSince: 'now' }, []],
  ['no', later, []],
  ['no', marks, []],
] as const)('%s: %j', (touched, after, changes) => {
  expect(judgeTouched(marks, after, changes)).toBe(touched)
})

it('is not sure of a server on which a transaction was under way', () => {
  const busy = { ...marks, running: ['699'], promptStatistics: false }
  expect(judgeTouched(busy, busy, [])).toBe('maybe')
  const told = { ...busy, promptStatistics: true }
  expect(judgeTouched(told, { ...told, running: [] }, [])).toBe('no')
  expect(judgeTouched(told, { ...told, running: [], rowsWritten: 11 }, [])).toBe('maybe')
  expect(judgeTouched(told, { ...told, otherSessions: 1 }, [])).toBe('maybe')
})
