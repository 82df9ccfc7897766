import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { IndexBuild } from '../../../src/domain/index-build.ts'
import { DumpScanner } from '../../../src/dump/dump-scanner.ts'
import { cutAt, dump, lent } from './scan.ts'

const header = [
  'SET statement_timeout = 0;',
  "SET client_encoding = 'UTF8';",
  'SET standard_conforming_strings = on;',
  "SELECT pg_catalog.set_config('search_path', '', false);",
  "SET default_tablespace = '';",
  'SET default_table_access_method = heap;',
].join('\n')

const rows = 'CREATE TABLE public.t (a integer);\nCOPY public.t (a) FROM stdin;\n1\n\\.\n'
const key = 'ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (a);'
const index = 'CREATE INDEX t_a ON public.t USING btree (a);'
const unique = 'CREATE UNIQUE INDEX "u;x" ON ONLY "S"."T t" USING btree (a, b) WHERE (a > 0);'
const reference =
  'ALTER TABLE ONLY public.t\n    ADD CONSTRAINT r FOREIGN KEY (a, b) REFERENCES public.o(id, x) ON DELETE CASCADE;'

/** What is passed on, with a line for each group of builds. */
async function pass(chunks: readonly Buffer[]): Promise<{ text: string; groups: (readonly IndexBuild[])[] }> {
  const scanner = new DumpScanner({ rewrite: { builds: true } })
  const parts: Buffer[] = []
  const groups: (readonly IndexBuild[])[] = []
  const take = (builds: readonly IndexBuild[]) => {
    groups.push(builds)
    parts.push(Buffer.from(`<${builds.map(({ kind }) => kind).join()}>\n`))
  }
  for (const chunk of lent(chunks)) {
    for (const part of await scanner.passInTurns(chunk)) {
      if (Buffer.isBuffer(part)) parts.push(Buffer.from(part))
      else take(part)
    }
  }
  expect(scanner.finish()).toMatchObject({ refusals: [] })
  const last = scanner.takeBuilds()
  if (last.length > 0) take(last)
  return { text: Buffer.concat(parts).toString(), groups }
}

const passWhole = (body: string) => pass([Buffer.from(dump(body))])

it('takes out keys and indexes as one group, and foreign keys as the next, where they stood', async () => {
  const { text, groups } = await passWhole([header, rows, key, index, unique, reference, 'SELECT 1;'].join('\n'))
  expect(text).toBe(dump([header, rows, '<index,index,index>', '<foreign key>', 'SELECT 1;'].join('\n')))
  expect(groups.flat()).toEqual([
    { kind: 'index', tables: ['["public","t"]'], exclusive: true, sql: key.slice(0, -1) },
    { kind: 'index', tables: ['["public","t"]'], exclusive: false, sql: index.slice(0, -1) },
    { kind: 'index', tables: ['["S","T t"]'], exclusive: false, sql: unique.slice(0, -1) },
    {
      kind: 'foreign key',
      tables: ['["public","t"]', '["public","o"]'],
      exclusive: true,
      sql: reference.slice(0, -1),
    },
  ])
})

it('ends a group before any other statement: it may need them', async () => {
  const attach = 'ALTER INDEX public.t_a ATTACH PARTITION public.p_a;'
  const { text } = await passWhole([header, index, attach, index, 'COMMENT ON INDEX t_a IS NULL;'].join('\n'))
  expect(text).toBe(dump([header, '<index>', attach, '<index>', 'COMMENT ON INDEX t_a IS NULL;'].join('\n')))
})

it('hands over what nothing stands behind at the end', async () => {
  const { text } = await passWhole([header, index].join('\n'))
  expect(text).toBe(`${dump(header)}<index>\n`)
})

it.each([
  ['a tablespace', "SET default_tablespace = 'fast';"],
  ['another path', "SELECT pg_catalog.set_config('search_path', 'app', false);"],
  ['another encoding', "SET client_encoding = 'LATIN1';"],
  ['another user', 'SET SESSION AUTHORIZATION app;'],
  ['a setting that nobody knows here', 'SET application.mode = 1;'],
  ['a setting for a transaction', 'SET LOCAL work_mem = 1;'],
  ['settings back where they were', 'RESET search_path;'],
])('leaves all in place under %s', async (_, setting) => {
  const body = [header, setting, index, key, reference].join('\n')
  expect(await passWhole(body)).toEqual({ text: dump(body), groups: [] })
})

it('leaves all in place before the settings are known', async () => {
  const body = [index, key].join('\n')
  expect((await passWhole(body)).text).toBe(dump(body))
})

it.each([
  'ALTER TABLE ONLY public.t ADD CONSTRAINT c CHECK (a > 0);',
  'ALTER TABLE ONLY public.t ADD CONSTRAINT c UNIQUE USING INDEX t_a;',
  'ALTER TABLE public.t ADD CONSTRAINT r FOREIGN KEY (a) REFERENCES public.o(id);',
  'ALTER TABLE public.t OWNER TO app;',
  'CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a);',
  'CREATE INDEX IF NOT EXISTS t_a ON public.t USING btree (a);',
  'CREATE INDEX t_a ON public.t (a);',
  'CREATE UNLOGGED TABLE public.u (a integer);',
  `CREATE INDEX t_a ON public.t USING btree (a) WHERE (b <> '${'x'.repeat(70_000)}');`,
])('leaves %.60s in its place', async (statement) => {
  const body = [header, statement, 'SELECT 1;'].join('\n')
  const chunks = cutAt(
    Buffer.from(dump(body)),
    Array.from({ length: 100 }, (_, place) => place * 997),
  )
  expect(await pass(chunks)).toEqual({ text: dump(body), groups: [] })
})

it('checks no foreign key beside another where tables have partitions, whose locks nobody sees', async () => {
  const attach = 'ALTER TABLE ONLY public.p ATTACH PARTITION public.t FOR VALUES IN (1);'
  const { text } = await passWhole([header, attach, index, reference].join('\n'))
  expect(text).toBe(dump([header, attach, '<index>', reference].join('\n')))
})

it('does the same wherever the input is cut', async () => {
  const input = Buffer.from(dump([header, rows, key, index, unique, reference, reference, 'SELECT 1;'].join('\n')))
  const whole = await pass([input])
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (places) => {
      expect((await pass(cutAt(input, places))).groups).toEqual(whole.groups)
    }),
  )
})
