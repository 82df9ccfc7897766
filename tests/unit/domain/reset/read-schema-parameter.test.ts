import { expect, it } from 'vitest'
import { readSchemaParameter } from '../../../../src/domain/reset/read-schema-parameter.ts'

it.each([
  ['postgresql://u@h/db?schema=app', 'app'],
  ['postgresql://u@h/db?sslmode=prefer&schema=my%20app&x=1', 'my app'],
  ['postgresql://u@h/db?schema=100%', '100%'],
  ['postgresql://u@h/db?myschema=app', undefined],
  ['postgresql://u@h/db', undefined],
  [undefined, undefined],
])('%s: %s', (url, schema) => {
  expect(readSchemaParameter(url)).toBe(schema)
})
