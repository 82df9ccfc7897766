import { describe, expect, it } from 'vitest'
import { fixture, scan } from './scan.ts'

const rows = [
  { schema: 'Odd.Schema', name: 'a " b.c\nd', rows: 3 },
  { schema: 'public', name: 'child', rows: 1 },
  { schema: 'public', name: 'eh', rows: 2 },
  { schema: 'public', name: 'empty', rows: 2 },
  { schema: 'public', name: 'ev_2024', rows: 1 },
  { schema: 'public', name: 'ev_2025', rows: 2 },
  { schema: 'public', name: 'fast', rows: 1 },
  { schema: 'public', name: 'none', rows: 0 },
  { schema: 'public', name: 'parent', rows: 2 },
  { schema: 'public', name: 'plain', rows: 5 },
  { schema: 'public', name: "ünïcode Ünd;'semi'", rows: 1 },
]

describe('a dump of pg_dump 15 with odd names, bodies that hold COPY lines, partitions and large objects', () => {
  const summary = scan(fixture('odd-names.sql'))

  it('is complete, holds nothing to refuse and passes byte for byte', () => {
    expect(summary).toMatchObject({ complete: true, refusals: [], rewritten: [], warnings: [], restricted: true })
    expect(summary.output.equals(fixture('odd-names.sql'))).toBe(true)
  })

  it('tells the rows of every table, and no ghost', () => {
    expect(summary.countable).toBe(true)
    expect(summary.tables).toEqual(rows)
  })

  it('tells the tables it creates: partitions and their roots, no views', () => {
    expect(summary.created.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual([
      'Odd.Schema.a " b.c\nd',
      ...['child', 'eh', 'eh0', 'eh1', 'empty', 'ev', 'ev_2024', 'ev_2025', 'fast', 'none', 'parent', 'plain'].map(
        (name) => `public.${name}`,
      ),
      "public.ünïcode Ünd;'semi'",
    ])
  })

  it('tells versions and large objects', () => {
    expect(summary.serverVersion).toBe('15.18 (Debian 15.18-0+deb12u1)')
    expect(summary.clientVersion).toBe('15.18 (Debian 15.18-0+deb12u1)')
    expect(summary).toMatchObject({ largeObjects: true, transactionBlocks: true })
  })
})

it('a verbose dump says "Completed on" before its trailer, and is complete', () => {
  expect(scan(fixture('verbose.sql'))).toMatchObject({ complete: true, refusals: [], tables: rows })
})

it('rows as INSERT statements are not counted', () => {
  const summary = scan(fixture('inserts.sql'))
  expect(summary).toMatchObject({ complete: true, countable: false, refusals: [] })
  expect(summary.warnings).toHaveLength(1)
})

it('a dump made with --clean --create is refused: loading it drops the real database', () => {
  expect(scan(fixture('with-create.sql')).refusals.map(({ what }) => what)).toEqual([
    'DROP DATABASE',
    'CREATE DATABASE',
    'ALTER DATABASE',
    'the psql command \\unrestrict',
    'the psql command \\connect',
    'the psql command \\restrict',
  ])
})

it('line numbers of refusals are those of an editor', () => {
  const lines = fixture('with-create.sql').toString().split('\n')
  for (const { line, what } of scan(fixture('with-create.sql')).refusals) {
    expect(lines[line - 1]).toContain(what.replace('the psql command ', ''))
  }
})

it('every cut of a complete dump is noticed, wherever it falls', () => {
  const whole = fixture('odd-names.sql')
  const key = whole.lastIndexOf('\\unrestrict ')
  const end = whole.indexOf('\n', key)
  for (let length = 0; length < end; length += length > key - 200 ? 1 : 13) {
    const { complete, incompleteBecause } = scan(whole.subarray(0, length))
    expect(complete, `cut at ${length}`).toBe(false)
    expect(incompleteBecause).toBeTruthy()
  }
})
