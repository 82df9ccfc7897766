import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutAt, dump, fixture, scan } from './scan.ts'

const cuts = fc.array(fc.nat(), { maxLength: 40 })
const ghost = 'COPY public.ghost (a) FROM stdin;\n1\n\\.\n'
const rewrite = { transactionTimeout: true, restrict: true, owner: true, acl: true }

const marks = `' '' " $ $$ $a$ $1 E E' U& \\ \\. ; ( ) -- - /* */ / * a 1 1E é \n \r\n \n\\.\n \0`
  .split(' ')
  .concat(' ')
const trailer = '--\n-- PostgreSQL database dump complete\n--\n'

/** Fragments that mean something to the tokenizer, glued in any order: mostly nonsense, and often nearly SQL. */
const fragments = fc
  .array(
    fc.constantFrom(
      ...marks,
      trailer,
      'SET transaction_timeout = 0;\n',
      ghost,
      '\\restrict abc\n',
      '\\unrestrict abc\n',
      '\\! x\n',
      'BEGIN',
      'CREATE FUNCTION f() BEGIN ATOMIC ',
      'END',
      'CASE ',
      'DROP DATABASE x;',
      'ALTER TABLE t OWNER TO r;',
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.join('')))

describe('cutting the input anywhere', () => {
  it.each(['odd-names.sql', 'verbose.sql', 'with-create.sql', 'inserts.sql'])('changes nothing for %s', (name) => {
    const whole = fixture(name)
    const expected = scan(whole)
    const expectedRewritten = scan(whole, { rewrite })
    fc.assert(
      fc.property(cuts, (places) => {
        expect(scan(cutAt(whole, places))).toEqual(expected)
        expect(scan(cutAt(whole, places), { rewrite })).toEqual(expectedRewritten)
      }),
      { numRuns: 15 },
    )
  })

  it('into single bytes changes nothing either', () => {
    const whole = fixture('odd-names.sql')
    const bytes = Array.from(whole, (_, index) => whole.subarray(index, index + 1))
    expect(scan(bytes)).toEqual(scan(whole))
    expect(scan(bytes, { rewrite })).toEqual(scan(whole, { rewrite }))
  })

  it('changes nothing for hostile nonsense', () => {
    fc.assert(
      fc.property(fragments, cuts, (input, places) => {
        expect(scan(cutAt(input, places))).toEqual(scan(input))
        expect(scan(cutAt(input, places), { rewrite })).toEqual(scan(input, { rewrite }))
      }),
      { numRuns: 1000 },
    )
  })
})

it('without rewrites every byte is passed on, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fragments, fc.uint8Array({ maxLength: 300 })), cuts, (input, places) => {
      const bytes = Buffer.from(input)
      expect(scan(cutAt(bytes, places)).output.equals(bytes)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

/** Any text that PostgreSQL can store: everything but NUL and half a surrogate pair. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', "'", '$', '\\', '\n', ';', '-', '*', '/', '.', 'a') }),
    fc.constant(ghost),
  )
  .map((value) => value.replaceAll('\0', ''))

const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`
const quoteString = (value: string) => `'${value.replaceAll("'", "''")}'`
const escapeString = (value: string) => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

it('any quoted name comes back as it was', () => {
  const name = text.filter((value) => value !== '' && Buffer.byteLength(value) <= 63)
  fc.assert(
    fc.property(name, name, fc.nat(5), cuts, (schema, table, rows, places) => {
      const sql = `COPY ${quoteName(schema)}.${quoteName(table)} (a) FROM stdin;\n${'x\n'.repeat(rows)}\\.\n`
      const summary = scan(cutAt(Buffer.from(dump(sql)), places))
      expect(summary).toMatchObject({ complete: true, refusals: [], tables: [{ schema, name: table, rows }] })
    }),
    { numRuns: 300 },
  )
})

it('nothing inside quotes, comments or rows becomes a table, a refusal or an end', () => {
  const tag = fc.constantFrom('$$', '$a$', '$_1$', '$é$')
  const quoted = fc.oneof(
    text.map((value) => `SELECT ${quoteString(value)};`),
    text.map((value) => `SELECT ${escapeString(value)};`),
    text.map((value) => `SELECT 1 AS ${quoteName(value)};`),
    fc.tuple(tag, text).map(([tag, value]) => `DO ${tag}${value.replaceAll('$', '')}${tag};`),
    text.map((value) => `/*${value.replaceAll(/[*/]/g, '')}*/`),
    text.map((value) => `--${value.replaceAll(/[\r\n]/g, '')}`),
  )
  fc.assert(
    fc.property(fc.array(quoted, { maxLength: 8 }), cuts, (statements, places) => {
      const summary = scan(cutAt(Buffer.from(dump(`${statements.join('\n')}\n`)), places))
      expect(summary).toMatchObject({ complete: true, refusals: [], tables: [] })
    }),
    { numRuns: 500 },
  )
})

it('rows are counted whatever they hold', () => {
  const row = text.map((value) => value.replaceAll('\\', '\\\\').replaceAll(/[\n\r]/g, '\\n'))
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), cuts, (rows, places) => {
      const sql = `COPY public.t (a) FROM stdin;\n${rows.map((value) => `${value}\n`).join('')}\\.\n`
      const summary = scan(cutAt(Buffer.from(dump(sql)), places))
      expect(summary).toMatchObject({ complete: true, refusals: [] })
      expect(summary.tables).toEqual([{ schema: 'public', name: 't', rows: rows.length }])
    }),
    { numRuns: 500 },
  )
})
