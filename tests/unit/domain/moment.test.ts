import { expect, it } from 'vitest'
import { stillTells } from '../../../src/domain/moment.ts'

it.each([
  ['700', '700', true],
  ['700', '701', true],
  ['700', '2147484346', true],
  ['700', '2147484347', false],
  ['700', '9999999999', false],
  ['9999999999', '10000000000', true],
  ['700', '699', false],
])('from transaction %s to %s rows can be told apart: %s', (then, now, tells) => {
  expect(stillTells({ xmax: then, tables: [] }, now)).toBe(tells)
})
