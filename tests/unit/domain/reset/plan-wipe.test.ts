import { expect, it } from 'vitest'
import { planWipe } from '../../../../src/domain/reset/plan-wipe.ts'

const contents = {
  schemas: [
    { name: 'billing', holdsExtension: false, owned: true },
    { name: 'gis', holdsExtension: true, owned: true },
    { name: 'public', holdsExtension: false, owned: true },
  ],
  tables: [
    { schema: 'billing', name: 'bills', rows: 3 },
    { schema: 'public', name: 'orders', rows: 1000 },
  ],
  objects: [
    { type: 'default acl', identity: 'for role me on tables', ours: true, schemas: [] },
    { type: 'extension', identity: 'postgis', ours: true, schemas: ['gis'] },
    { type: 'publication', identity: 'mine', ours: true, schemas: [] },
    { type: 'publication', identity: 'realtime', ours: false, schemas: [] },
  ],
  largeObjects: 2,
}

it('empties every schema where nothing creates them again', () => {
  expect(planWipe(contents, 'emptied').schemas.map(({ action }) => action)).toEqual(['emptied', 'emptied', 'emptied'])
})

it('drops what migrations create again, but neither public nor what holds an extension', () => {
  expect(planWipe(contents, 'dropped').schemas.map(({ name, action }) => [name, action])).toEqual([
    ['billing', 'dropped'],
    ['gis', 'emptied'],
    ['public', 'emptied'],
  ])
})

it('knows what is in each', () => {
  expect(planWipe(contents, 'emptied').schemas.map((schema) => schema.tables.map(({ name }) => name))).toEqual([
    ['bills'],
    [],
    ['orders'],
  ])
})

it('takes what stands in no schema too, but neither extensions, default privileges nor what belongs to others', () => {
  const { objects, largeObjects } = planWipe(contents, 'emptied')
  expect(objects.map(({ identity }) => identity)).toEqual(['mine'])
  expect(largeObjects).toBe(2)
})
