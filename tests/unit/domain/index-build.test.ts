import { expect, it } from 'vitest'
import { type BuildTarget, nextBuild } from '../../../src/domain/index-build.ts'

const index = (table: string): BuildTarget => ({ kind: 'index', tables: [table], exclusive: false })
const key = (table: string): BuildTarget => ({ kind: 'index', tables: [table], exclusive: true })
const reference = (table: string, other: string): BuildTarget => ({
  kind: 'foreign key',
  tables: [table, other],
  exclusive: true,
})

it.each([
  ['the first, when nothing runs', [key('a'), index('b')], [], 0],
  ['the first of another table, while a key is made', [key('a'), index('a'), index('b')], [key('a')], 2],
  ['another index of the same table', [key('a'), index('a')], [index('a')], 1],
  ['none, when all would wait', [key('a'), index('a')], [key('a')], undefined],
  ['a foreign key between other tables', [reference('b', 'a'), reference('c', 'd')], [reference('a', 'x')], 1],
])('takes %s', (_, waiting, running, position) => {
  expect(nextBuild(waiting, running)).toBe(position === undefined ? undefined : waiting[position])
})
