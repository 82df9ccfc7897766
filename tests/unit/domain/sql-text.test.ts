import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteIdentifier, sqlLiteral } from '../../../src/domain/sql-text.ts'

describe('quoteIdentifier', () => {
  it.each([
    ['users', '"users"'],
    ['rephlo-dev', '"rephlo-dev"'],
    ['a"b', '"a""b"'],
    ['"; DROP DATABASE app; --', '"""; DROP DATABASE app; --"'],
    ['line\nbreak', '"line\nbreak"'],
  ])('quotes %j', (name, quoted) => expect(quoteIdentifier(name)).toBe(quoted))

  it.each(['', 'nul\0'])('refuses %j', (name) => expect(() => quoteIdentifier(name)).toThrow(RangeError))
})

describe('sqlLiteral', () => {
  it.each([
    ['', `''`],
    ["it's", `'it''s'`],
    ['a\\b', `E'a\\\\b'`],
    ["\\'; DROP", `E'\\\\''; DROP'`],
  ])('quotes %j', (text, quoted) => expect(sqlLiteral(text)).toBe(quoted))

  it('refuses NUL', () => expect(() => sqlLiteral('\0')).toThrow(RangeError))

  it('never ends before its last quote, with or without standard_conforming_strings', () => {
    const text = fc.string({ unit: fc.constantFrom("'", '\\', '"', 'a', ':', '\n', '$') })
    fc.assert(
      fc.property(text, (value) => {
        const literal = sqlLiteral(value)
        expect(readLiteral(literal)).toBe(value)
        // Without E, the setting decides what a backslash is: there must be none.
        expect(literal.startsWith('E') || !literal.includes('\\')).toBe(true)
      }),
    )
  })
})

/** The value as PostgreSQL's lexer reads it; fails on a quote that ends it early. */
function readLiteral(literal: string): string {
  const [, escaping, body = ''] = /^(E?)'([^]*)'$/.exec(literal) ?? []
  const special = escaping === 'E' ? /''|\\[^]|'/g : /''|'/g
  return body.replace(special, (match) => {
    if (match === "'") throw new Error(`ends early: ${literal}`)
    return match.slice(1)
  })
}
