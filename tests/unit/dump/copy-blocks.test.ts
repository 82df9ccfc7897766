import { describe, expect, it } from 'vitest'
import { dump, scan } from './scan.ts'

const tablesOf = (sql: string) => scan(dump(sql)).tables

describe('rows of a COPY block', () => {
  it('are the lines up to the end marker', () => {
    expect(tablesOf('COPY public.t (a, b) FROM stdin;\n1\tx\n2\t\\N\n\\.\n')).toEqual([
      { schema: 'public', name: 't', rows: 2 },
    ])
  })

  it('may be none', () => {
    expect(tablesOf('COPY public.t (a) FROM stdin;\n\\.\n')).toEqual([{ schema: 'public', name: 't', rows: 0 }])
  })

  it('may be empty lines, of a table without columns', () => {
    expect(tablesOf('COPY public.t  FROM stdin;\n\n\n\n\\.\n')).toEqual([{ schema: 'public', name: 't', rows: 3 }])
  })

  it('may look like the end marker without being it', () => {
    const lines = ['\\.x', '\\\\.', '.', '\\', '\\.\\.', ' \\.', '\\. ', 'x\\.']
    expect(tablesOf(`COPY public.t (a) FROM stdin;\n${lines.join('\n')}\n\\.\n`)[0]?.rows).toBe(lines.length)
  })

  it('are summed over several blocks of one table, in order of first appearance', () => {
    const block = (name: string, rows: number) => `COPY ${name} (a) FROM stdin;\n${'1\n'.repeat(rows)}\\.\n\n`
    expect(tablesOf(block('public.b', 2) + block('public.a', 1) + block('public.b', 3))).toEqual([
      { schema: 'public', name: 'b', rows: 5 },
      { schema: 'public', name: 'a', rows: 1 },
    ])
  })

  it('may have Windows line ends', () => {
    const summary = scan(dump('COPY public.t (a) FROM stdin;\n1\n2\n\\.\n').replaceAll('\n', '\r\n'))
    expect(summary).toMatchObject({ complete: true, refusals: [], tables: [{ schema: 'public', name: 't', rows: 2 }] })
  })

  it('hold SQL and psql commands without meaning', () => {
    const summary = scan(dump('COPY public.t (a) FROM stdin;\n\\\\! rm\nDROP DATABASE x;\n\\! rm\n\\.\n'))
    expect(summary).toMatchObject({ complete: true, refusals: [], tables: [{ rows: 3 }] })
  })

  it('of a table with a thousand columns are found', () => {
    const columns = Array.from({ length: 1600 }, (_, index) => `"column ${index}"`).join(', ')
    expect(tablesOf(`COPY public.wide (${columns}) FROM stdin;\n1\n\\.\n`)).toEqual([
      { schema: 'public', name: 'wide', rows: 1 },
    ])
  })
})

describe('names', () => {
  it.each([
    ['public.t', 'public', 't'],
    ['Public.T', 'public', 't'],
    ['t', '', 't'],
    ['"a.b"."c""d"', 'a.b', 'c"d'],
    ['public."line\nbreak"', 'public', 'line\nbreak'],
    ['public."FROM stdin;"', 'public', 'FROM stdin;'],
    ['public.tbl$1', 'public', 'tbl$1'],
    ['public.größe', 'public', 'größe'],
    ['public /* why */ . -- not\n t', 'public', 't'],
    [`public."${'x'.repeat(70)}"`, 'public', 'x'.repeat(63)],
    [`public."${'é'.repeat(40)}"`, 'public', 'é'.repeat(31)],
  ])('%s is read as PostgreSQL reads it', (written, schema, name) => {
    expect(tablesOf(`COPY ${written} (a) FROM stdin;\n1\n\\.\n`)).toEqual([{ schema, name, rows: 1 }])
  })

  it('in a LATIN1 dump stay distinct', () => {
    const latin = Buffer.from(dump('COPY public.\xe4 FROM stdin;\n\\.\nCOPY public.\xf6 FROM stdin;\n\\.\n'), 'latin1')
    expect(scan(latin).tables.map(({ name }) => name)).toEqual(['ä', 'ö'])
  })
})

const ghost = 'COPY public.ghost (a) FROM stdin;\n1\n\\.\n'

describe('a COPY line that is not a statement is no table', () => {
  it.each([
    ['a string', `SELECT '${ghost}';`],
    ['a string with doubled quotes', `SELECT 'it''s\n${ghost}''';`],
    ['a string that ends in a backslash', `SELECT '\\', '${ghost}';`],
    ['an escape string', `SELECT E'it\\'s\n${ghost}\\\\';`],
    ['a lower-case escape string', `SELECT e'\\'${ghost}';`],
    ['a Unicode string', `SELECT U&'\\0041${ghost}';`],
    ['a quoted name', `SELECT 1 AS "\n${ghost}";`],
    ['a dollar quote', `DO $$\n${ghost}$$;`],
    ['a tagged dollar quote', `DO $a_1$ $a$ $$ $a_$ \n${ghost} $a_1 $a_1$;`],
    ['a dollar quote with a non-ASCII tag', `DO $é$\n${ghost}$é$;`],
    ['a comment', `/*\n${ghost}*/`],
    ['a nested comment', `/* /* */\n${ghost}/**/ */`],
    ['a comment that opens with /*/', `/*/\n${ghost}*/`],
    ['a line comment', `-- ${ghost.replaceAll('\n', ' ')}`],
    ['a comment directly behind an operator', `SELECT 1 +/*\n${ghost}*/ 2;`],
  ])('in %s', (_, sql) => {
    expect(scan(dump(`${sql}\n`))).toMatchObject({ complete: true, tables: [], refusals: [] })
  })

  it('though an identifier with a dollar sign opens no quote', () => {
    expect(tablesOf(`SELECT a$$ FROM b$x$;\n${ghost}SELECT c$$;`)).toEqual([
      { schema: 'public', name: 'ghost', rows: 1 },
    ])
  })

  it('though parameters and numbers open none either', () => {
    expect(tablesOf(`SELECT $1, 1e5, 0x1F, 1_000, .5, 1.5e+10;\n${ghost}`)).toHaveLength(1)
  })
})

describe('a function body in SQL', () => {
  const create = (body: string) => `CREATE FUNCTION public.f(a integer) RETURNS integer\n LANGUAGE sql\n ${body};\n`

  it('goes on over semicolons and nested CASE up to its END', () => {
    const body = 'BEGIN ATOMIC\n SELECT CASE WHEN a > 1 THEN 1 ELSE 2 END;\n SELECT (CASE a WHEN 1 THEN 2 END);\nEND'
    expect(scan(dump(create(body) + ghost))).toMatchObject({ complete: true, refusals: [], tables: [{ rows: 1 }] })
  })

  it('that never ends swallows the rest', () => {
    expect(scan(dump(create('BEGIN ATOMIC\n SELECT 1;\n')))).toMatchObject({
      complete: false,
      incompleteBecause: 'it ends inside a statement',
    })
  })

  it.each(['CREATE FUNCTION public.begin()', 'create or replace procedure begin.p()'])(
    'is what psql sees in %s, so that file is refused',
    (head) => {
      const sql = `${head} LANGUAGE sql AS 'select 1';\nSELECT 1;\n`
      expect(scan(dump(sql)).refusals.map(({ what }) => what)).toEqual([
        'a function with "begin" in its declaration, which psql takes for its body',
      ])
    },
  )

  it('cannot hide another statement', () => {
    const sql = 'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; COPY public.ghost FROM stdin; END;\n'
    expect(scan(dump(sql)).refusals.map(({ what }) => what)).toEqual(['a statement hidden in a function body'])
  })
})

it('semicolons in a rule do not end it', () => {
  const rule = 'CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v; );\n'
  expect(scan(dump(rule))).toMatchObject({ complete: true, countable: true, refusals: [] })
})
