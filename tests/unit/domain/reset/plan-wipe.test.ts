import { expect, it } from 'vitest'
import { planWipe } from '../../../../src/domain/reset/plan-wipe.ts'

const schemas = [
  { name: 'billing', holdsExtension: false },
  { name: 'gis', holdsExtension: true },
  { name: 'public', holdsExtension: false },
]
const tables = [
  { schema: 'billing', name: 'bills', rows: 3 },
  { schema: 'public', name: 'orders', rows: 1000 },
]

it('empties every schema where nothing creates them again', () => {
  expect(planWipe(schemas, tables, 'emptied').map(({ action }) => action)).toEqual(['emptied', 'emptied', 'emptied'])
})

it('drops what migrations create again, but neither public nor what holds an extension', () => {
  expect(planWipe(schemas, tables, 'dropped').map(({ name, action }) => [name, action])).toEqual([
    ['billing', 'dropped'],
    ['gis', 'emptied'],
    ['public', 'emptied'],
  ])
})

it('knows what is in each', () => {
  expect(planWipe(schemas, tables, 'emptied').map((schema) => schema.tables.map(({ name }) => name))).toEqual([
    ['bills'],
    [],
    ['orders'],
  ])
})
