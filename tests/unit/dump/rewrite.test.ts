import { describe, expect, it } from 'vitest'
import { dump, fixture, scan } from './scan.ts'

describe('SET transaction_timeout', () => {
  const timeout = 'SET transaction_timeout = 0;\n'
  const original = fixture('odd-names.sql').toString()
  /** As pg_dump 17 writes it. */
  const newer = original.replace('SET client_encoding', `${timeout}SET client_encoding`)

  it('is left out with its line end on demand, and said so', () => {
    const summary = scan(newer, { rewrite: { transactionTimeout: true } })
    expect(summary.output.toString()).toBe(original)
    expect(summary).toMatchObject({ complete: true, rewritten: ['SET transaction_timeout = 0'] })
  })

  it('stays otherwise', () => {
    const summary = scan(newer, { rewrite: { restrict: false } })
    expect(summary.output.toString()).toBe(newer)
    expect(summary.rewritten).toEqual([])
  })

  it('is recognised between comments and in other spellings', () => {
    const sql = '/* a */ set /* b */ Transaction_Timeout\n TO 5 ; SELECT 1;'
    const { output } = scan(dump(sql), { rewrite: { transactionTimeout: true } })
    expect(output.toString()).toBe(dump('/* a */  SELECT 1;'))
  })

  it('is not taken for other settings, strings, bodies or rows', () => {
    const sql =
      `SET statement_timeout = 0;\nSELECT '\n${timeout}';\nDO $$\n${timeout}$$;\n-- ${timeout}` +
      `COPY public.t FROM stdin;\n${timeout}\\.\nSET transaction_timeout_x = 0;\n`
    expect(scan(dump(sql), { rewrite: { transactionTimeout: true } }).output.toString()).toBe(dump(sql))
  })

  it('with more inside than any real one goes through: memory stays bounded', () => {
    const sql = `SET /* ${'x'.repeat(100_000)} */ transaction_timeout = 0;\n`
    const input = Buffer.from(dump(sql))
    const chunks = Array.from({ length: Math.ceil(input.length / 1000) }, (_, index) =>
      input.subarray(index * 1000, (index + 1) * 1000),
    )
    const summary = scan(chunks, { rewrite: { transactionTimeout: true } })
    expect(summary.output.equals(input)).toBe(true)
    expect(summary.rewritten).toEqual([])
  })
})

describe('the \\restrict pair', () => {
  it('is left out on demand, and still has to match', () => {
    const rewrite = { restrict: true }
    const summary = scan(dump('SELECT 1;', { key: 'abc' }), { rewrite })
    expect(summary.output.toString()).not.toContain('restrict')
    expect(summary).toMatchObject({ complete: true, restricted: true, rewritten: ['\\restrict', '\\unrestrict'] })

    const forged = dump('SELECT 1;', { key: 'abc' }).replace('\\unrestrict abc', '\\unrestrict abd')
    expect(scan(forged, { rewrite }).complete).toBe(false)
  })

  it('of a Windows file goes with its whole line', () => {
    const input = dump('SELECT 1;', { key: 'abc' }).replaceAll('\n', '\r\n')
    const { output } = scan(input, { rewrite: { restrict: true } })
    expect(output.toString()).toBe(input.replace('\\restrict abc\r\n', '').replace('\\unrestrict abc\r\n', ''))
  })
})

describe('owners and privileges', () => {
  const sql = [
    'CREATE TABLE public.t (a integer);',
    'ALTER TABLE public.t OWNER TO app;',
    'ALTER FUNCTION public.f(a integer, b numeric(10,2)) OWNER TO "App Owner";',
    'ALTER TABLE ONLY public.t ADD CONSTRAINT owner_to_check CHECK (a > 0);',
    "COMMENT ON TABLE public.t IS 'ALTER TABLE public.t OWNER TO app;';",
    'GRANT ALL ON TABLE public.t TO app;',
    'REVOKE ALL ON SCHEMA public FROM PUBLIC;',
    'ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO reader;',
    'SET SESSION AUTHORIZATION app;',
    'RESET SESSION AUTHORIZATION;',
    'ALTER TABLE public.t RENAME COLUMN owner TO boss;',
    'ALTER TABLE public.t ADD COLUMN b integer, OWNER TO app;',
    'ALTER TABLE public.rename OWNER TO app;',
    'SET SESSION statement_timeout = 0;',
  ]
  const without = (...lines: number[]) => dump(`${sql.filter((_, index) => !lines.includes(index)).join('\n')}\n`)
  const scanned = (rewrite: { owner?: boolean; acl?: boolean }) => scan(without(), { rewrite })

  it('are left out separately', () => {
    expect(scanned({ owner: true }).output.toString()).toBe(without(1, 2, 12))
    expect(scanned({ acl: true }).output.toString()).toBe(without(5, 6, 7, 8, 9))
    expect(scanned({ owner: true, acl: true }).output.toString()).toBe(without(1, 2, 5, 6, 7, 8, 9, 12))
  })

  it('are named once each', () => {
    expect(scanned({ owner: true, acl: true }).rewritten).toEqual([
      'ALTER … OWNER TO',
      'GRANT',
      'REVOKE',
      'ALTER DEFAULT PRIVILEGES',
      'SESSION AUTHORIZATION',
    ])
  })
})

describe('BEGIN and COMMIT around large objects', () => {
  const block = "BEGIN;\n\nSELECT pg_catalog.lo_open('16402', 131072);\nSELECT pg_catalog.lo_close(0);\n\nCOMMIT;\n\n"

  it('are left out when the whole file is loaded in one transaction', () => {
    const summary = scan(dump(block), { rewrite: { transaction: true } })
    const output = summary.output.toString()
    expect(output).not.toMatch(/BEGIN|COMMIT/)
    expect(output).toContain("lo_open('16402', 131072)")
    expect(summary).toMatchObject({ complete: true, refusals: [], rewritten: ['BEGIN', 'COMMIT'] })
  })

  it('stay where they are otherwise, and in strings, bodies and rows always', () => {
    expect(scan(dump(block)).output.toString()).toBe(dump(block))
    const sql = "SELECT '\nCOMMIT;\n';\nDO $$\nBEGIN\nCOMMIT;\nEND $$;\nCOPY public.t FROM stdin;\nCOMMIT;\n\\.\n"
    expect(scan(dump(sql), { rewrite: { transaction: true } }).output.toString()).toBe(dump(sql))
  })

  it('are refused when they could not be left out: one that got through would end our transaction', () => {
    const padded = `COMMIT /* ${'x'.repeat(100_000)} */;\n`
    const input = Buffer.from(dump(padded))
    const chunks = Array.from({ length: Math.ceil(input.length / 1000) }, (_, index) =>
      input.subarray(index * 1000, (index + 1) * 1000),
    )
    expect(scan(chunks, { rewrite: { transaction: true } }).refusals).toMatchObject([{ what: 'transaction control' }])
  })
})
