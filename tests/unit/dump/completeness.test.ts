import { describe, expect, it } from 'vitest'
import { dump, scan } from './scan.ts'

const trailer = '--\n-- PostgreSQL database dump complete\n--\n'
const because = (sql: string) => {
  const { complete, incompleteBecause } = scan(sql)
  return complete ? 'complete' : incompleteBecause
}

describe('a dump is complete', () => {
  it.each([
    ['with its closing comment', dump('SELECT 1;')],
    ['without blank lines at the end', `SELECT 1;\n${trailer.trimEnd()}`],
    ['with more blank lines at the end', `${dump('SELECT 1;')}\n \n\t\n`],
    ['with a matching \\unrestrict', dump('SELECT 1;', { key: 'k1' })],
    ['without a line end behind \\unrestrict', dump('SELECT 1;', { key: 'k1' }).trimEnd()],
    ['when the closing words stood earlier too', dump(`SELECT 1;\n${trailer}SELECT 2;`)],
  ])('%s', (_, sql) => {
    expect(because(sql)).toBe('complete')
  })
})

describe('a dump is incomplete', () => {
  const missing = 'the closing comment that pg_dump writes last is missing'
  const followed = "something follows pg_dump's closing comment"
  it.each([
    ['when it is empty', '', 'it is empty'],
    ['without its closing comment', 'SELECT 1;\n', missing],
    ['when that is cut', 'SELECT 1;\n--\n-- PostgreSQL database dump complete\n', missing],
    ['when only its middle line is there', '-- PostgreSQL database dump complete\n--\n', missing],
    ['when the words stand in a string', `COMMENT ON TABLE t IS '\n${trailer}';\n`, missing],
    ['when the words stand in a comment', `/*\n${trailer}*/\n`, missing],
    ['when the words stand in a row', `COPY public.t FROM stdin;\n${trailer}\\.\n`, missing],
    ['when it ends in a string that holds the words', `SELECT '\n${trailer}`, 'it ends inside a string'],
    [
      'when it ends in a row that holds the words',
      `COPY public.t FROM stdin;\n${trailer}`,
      'it ends inside the rows of public.t',
    ],
    ['when a statement follows', `${trailer}SELECT 1;\n`, followed],
    ['when a comment follows', `${trailer}-- more\n`, followed],
    ['when a block comment follows', `${trailer}/* more */\n`, followed],
    ['when it ends in a statement', 'SELECT 1', 'it ends inside a statement'],
    ['when it ends in a function', 'DO $$ begin', 'it ends inside a dollar-quoted string'],
    ['when it ends in a comment', '/* /* */', 'it ends inside a comment'],
    ['when it ends in a name', 'SELECT "a', 'it ends inside a quoted name'],
    ['when it ends after a COPY statement', 'COPY public.t FROM stdin;', 'it ends inside the rows of public.t'],
  ])('%s', (_, sql, reason) => {
    expect(because(sql)).toBe(reason)
  })

  it('when \\unrestrict is missing', () => {
    expect(because(dump('SELECT 1;', { key: 'k1' }).replace('\\unrestrict k1\n', ''))).toContain('\\unrestrict')
  })

  it('when something follows \\unrestrict', () => {
    expect(because(`${dump('SELECT 1;', { key: 'k1' })}SELECT 2;\n`)).toContain('something follows')
    expect(because(`${dump('SELECT 1;', { key: 'k1' })}--\n`)).toContain('something follows')
  })
})

it('asking twice gives the same answer', async () => {
  const { DumpScanner } = await import('../../../src/dump/dump-scanner.ts')
  const scanner = new DumpScanner()
  scanner.push(Buffer.from('COPY public.t FROM stdin;\n1\n'))
  expect(scanner.finish()).toEqual(scanner.finish())
})
