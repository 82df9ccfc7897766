import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatCanonicalJson } from '../../../src/domain/canonical-json.ts'

it('sorts keys at every depth and leaves out white space and undefined properties', () => {
  const value = { b: [1, { d: null, c: 'x' }], a: { z: true, y: undefined } }
  expect(formatCanonicalJson(value)).toBe('{"a":{"z":true},"b":[1,{"c":"x","d":null}]}')
})

it('sorts keys by UTF-16 code units, as RFC 8785 says', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const object = Object.fromEntries(keys.map((key, index) => [key, index]))
  const values = formatCanonicalJson(object).match(/(?<=:)\d/g)
  expect(values).toEqual(['1', '3', '5', '6', '0', '4', '2'])
})

it.each([[Number.NaN], [Infinity], [1n], [() => 1], [[undefined]]])(
  'refuses what JSON cannot say (case %#)',
  (value) => {
    expect(() => formatCanonicalJson(value)).toThrow(TypeError)
  },
)

it('means the same as the value and does not depend on the order of keys', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, reversed(inner)]),
    )
  }
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = formatCanonicalJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(formatCanonicalJson(reversed(JSON.parse(text)))).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

it('says the same of many small objects in a list, however their keys are called', () => {
  const keys = fc.constantFrom('10', '9', '__proto__', 'toJSON', 'b', 'a', 'A', '\u00f6', 'constructor', '')
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  )
  const rows = fc.array(fc.dictionary(keys, leaf))
  fc.assert(
    fc.property(rows, (list) => {
      const one = (row: object) => formatCanonicalJson(row)
      expect(formatCanonicalJson({ list })).toBe(`{"list":[${list.map(one).join(',')}]}`)
    }),
    { numRuns: 500 },
  )
})

it('refuses what JSON cannot say in such a list too', () => {
  for (const rows of [Number.NaN, 1n, () => 1])
    expect(() => formatCanonicalJson({ list: [{ rows }] })).toThrow(TypeError)
  expect(formatCanonicalJson({ list: [{ rows: undefined, name: 'a' }] })).toBe('{"list":[{"name":"a"}]}')
})
