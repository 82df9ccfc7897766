import { expect, it } from 'vitest'
import { compareSchemas } from '../../../src/domain/compare-schemas.ts'
import { withoutServerMarks } from '../../../src/domain/without-server-marks.ts'

const dumped = (a: number, b: number, distinct = 5) =>
  [
    'CREATE TABLE public.t (\n    a bigint,\n    b text\n);',
    `ALTER TABLE ONLY public.t ALTER COLUMN a SET (pg_attver=${a});`,
    `ALTER TABLE ONLY public.t ALTER COLUMN b SET (pg_attver=${b}, n_distinct=${distinct});`,
  ].join('\n')

it('leaves out the versions of columns, and nothing else', () => {
  expect(withoutServerMarks(dumped(22221712, 50878672))).toBe(
    'CREATE TABLE public.t (\n    a bigint,\n    b text\n);\nALTER TABLE ONLY public.t ALTER COLUMN b SET (n_distinct=5);',
  )
  const own = 'ALTER TABLE ONLY public.t ALTER COLUMN pg_attver SET (n_distinct=5);'
  expect(withoutServerMarks(own)).toBe(own)
})

it('makes no difference between two databases', () => {
  const table = { type: 'TABLE', schema: 'public', name: 't' }
  const at = (text: string) => [{ ...table, text }]
  expect(compareSchemas(at(dumped(1, 2)), at(dumped(3, 4)))).toEqual([])
  const [changed] = compareSchemas(at(dumped(1, 2)), at(dumped(3, 4, 6)))
  expect(changed?.lines.map(({ line }) => line)).toEqual([
    expect.stringContaining('n_distinct=5'),
    expect.stringContaining('n_distinct=6'),
  ])
})
