import { expect, it } from 'vitest'
import { findUnexpectedTables } from '../../../src/domain/find-unexpected-tables.ts'
import type { RowCounts } from '../../../src/domain/row-counts.ts'

const schema = 'public'
const root = { schema, name: 'events' }
const users = { schema, name: 'users', rows: 10, root: null }
const partition = { schema, name: 'events_a', rows: 3, root }
const live: RowCounts = {
  tables: [users, partition, { schema, name: 'empty', rows: 0, root: null }],
  roots: [{ ...root, rows: 3 }],
  uncounted: [{ schema, name: 'spatial_ref_sys', reason: 'extension' }],
  materializedViews: [],
}

it.each([
  ['everything is named', ['users', 'events_a'], []],
  ['a partition goes under its root', ['users', 'events'], []],
  ['a table is not named', ['events_a'], [users]],
  ['neither is a partition nor its root', ['users'], [partition]],
])('where %s', (_what, names, unexpected) => {
  const expected = names.map((name) => ({ schema, name, rows: 1 }))
  expect(findUnexpectedTables(expected, live)).toEqual(unexpected)
})

it('the name alone does not do: the schema counts', () => {
  expect(findUnexpectedTables([{ schema: 'audit', name: 'users', rows: 10 }, { ...partition }], live)).toEqual([users])
})
