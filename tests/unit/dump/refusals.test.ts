import { describe, expect, it } from 'vitest'
import { dump, scan } from './scan.ts'

const refused = (sql: string) => scan(dump(`${sql}\n`)).refusals.map(({ what }) => what)

describe('objects outside the database are refused', () => {
  it.each([
    ['CREATE DATABASE app;', 'CREATE DATABASE'],
    ['drop /* really */ database\n-- yes\nif exists app;', 'DROP DATABASE'],
    ['ALTER DATABASE app SET search_path = x;', 'ALTER DATABASE'],
    ["CREATE ROLE r LOGIN PASSWORD 'secret';", 'CREATE ROLE'],
    ["ALTER USER r PASSWORD 'secret';", 'ALTER USER'],
    ['DROP GROUP g;', 'DROP GROUP'],
    ["CREATE TABLESPACE t LOCATION '/x';", 'CREATE TABLESPACE'],
    ['ALTER SYSTEM SET fsync = off;', 'ALTER SYSTEM'],
  ])('%s', (sql, what) => {
    expect(refused(sql)).toEqual([what])
  })
})

describe('COPY other than pg_dump writes it is refused', () => {
  it.each([
    ["COPY t FROM PROGRAM 'curl x';", 'COPY … FROM PROGRAM'],
    ["COPY (SELECT 1) TO PROGRAM 'sh';", 'COPY … TO PROGRAM'],
    ["COPY t FROM '/etc/passwd';", 'COPY … FROM a file on the server'],
    ["copy t (a) to E'/tmp/x';", 'COPY … TO a file on the server'],
    ['COPY t TO stdout;', 'COPY … TO stdout'],
    ['COPY t FROM stdin WITH (FORMAT csv);\n1\n\\.', 'COPY … FROM stdin with options'],
    ["COPY t FROM stdin USING DELIMITERS ',';\n\\.", 'COPY … FROM stdin with options'],
    ['COPY BINARY t FROM stdin;\n\\.', 'COPY … FROM stdin with options'],
    ['COPY t FROM stdout;\n\\.', 'COPY … FROM stdin with options'],
    ['COPY t (a) FROM stdin; SELECT 1;\n1\n\\.', 'something behind COPY … FROM stdin; on its line'],
    ['COPY t;', 'COPY without FROM'],
  ])('%s', (sql, what) => {
    expect(refused(sql)).toEqual([what])
  })
})

describe('settings that change how psql reads the file are refused', () => {
  it.each([
    'SET standard_conforming_strings = off;',
    'set "standard_conforming_strings" to \'0\';',
    'SET SESSION standard_conforming_strings = OFF;',
    'SET LOCAL standard_conforming_strings TO DEFAULT;',
    "SET standard_conforming_strings = E'o\\156';",
    'RESET standard_conforming_strings;',
    'RESET ALL;',
    'DISCARD ALL;',
    "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);",
    "SELECT 1, set_config('STANDARD_CONFORMING_STRINGS', 'off', false);",
    "SELECT set_config('client' || '_encoding', 'SJIS', false);",
    "SELECT set_config(E'client_encoding', 'UTF8', false);",
    ...['SJIS', 'Shift_JIS', 'BIG5', 'GBK', 'UHC', 'GB18030', 'johab', 'SHIFT_JIS_2004', 'win-932', 'mskanji'].map(
      (encoding) => `SET client_encoding = '${encoding}';`,
    ),
    'SET client_encoding TO sjis;',
    "SET NAMES 'SJIS';",
    "SET client_encoding = U&'SJIS';",
    "SET client_encoding = 'SJ'\n'IS';",
  ])('%s', (sql) => {
    expect(refused(sql)).toHaveLength(1)
  })

  it.each([
    'SET standard_conforming_strings = on;',
    "SET standard_conforming_strings TO 'on';",
    "SET client_encoding = 'UTF8';",
    "SET client_encoding TO 'LATIN1';",
    'SET client_encoding = SQL_ASCII;',
    "SELECT pg_catalog.set_config('search_path', '', false);",
    'SET search_path = public, pg_catalog;',
    'RESET SESSION AUTHORIZATION;',
  ])('%s is fine', (sql) => {
    expect(refused(sql)).toEqual([])
  })
})

describe('transaction control other than a bare BEGIN and COMMIT is refused', () => {
  it.each([
    'START TRANSACTION;',
    'ROLLBACK;',
    'ABORT;',
    'END;',
    'SAVEPOINT a;',
    'RELEASE a;',
    "PREPARE TRANSACTION 'x';",
    "COMMIT PREPARED 'x';",
    'COMMIT AND CHAIN;',
    'BEGIN READ ONLY;',
    'SET TRANSACTION READ ONLY;',
    'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;',
  ])('%s', (sql) => {
    expect(refused(sql)).toHaveLength(1)
  })

  it('around large objects it is told', () => {
    const sql = "BEGIN;\nSELECT pg_catalog.lo_open('16403', 131072);\nSELECT pg_catalog.lo_close(0);\nCOMMIT;\n"
    expect(scan(dump(sql))).toMatchObject({ transactionBlocks: true, largeObjects: true, refusals: [] })
    expect(scan(dump('SELECT 1;'))).toMatchObject({ transactionBlocks: false, largeObjects: false })
  })
})

describe('psql commands are refused', () => {
  it.each([
    ['\\! touch /tmp/pwned', '\\!'],
    ['\\connect app', '\\connect'],
    ['SELECT 1 \\gexec', '\\gexec'],
    ['SELECT ( \\copy t from program sh', '\\copy'],
    ['\\o |sh', '\\o'],
    ['SELECT 1\\; SELECT 2;', '\\;'],
    ['-- comment\r\\! sh', '\\!'],
    ['\\restrict `sh`', '\\restrict'],
    ['\\restrict', '\\restrict'],
    ['\\.', '\\.'],
    ['COPY t FROM stdin;\n\\.\n\\.', '\\.'],
  ])('%j', (sql, name) => {
    expect(refused(sql)).toContain(`the psql command ${name}`)
  })

  it('on a last line without a line end too', () => {
    expect(scan('SELECT 1;\n\\! sh').refusals).toEqual([{ line: 2, what: 'the psql command \\!' }])
  })

  it('without their arguments, where passwords stand', () => {
    expect(refused('\\connect postgresql://u:secret@h/db').join()).not.toContain('secret')
  })

  it('with control characters made visible', () => {
    expect(refused('\\\x1b[31mred')).toEqual(['the psql command \\\\u001b'])
  })
})

describe('\\restrict', () => {
  const body = 'SELECT 1;\n'

  it('is accepted once at the top, with its match at the end', () => {
    expect(scan(dump(body, { key: 'aB3' }))).toMatchObject({ complete: true, restricted: true, refusals: [] })
  })

  it.each([
    ['twice', dump(`\\restrict def\n${body}`, { key: 'abc' })],
    ['after a statement', `SELECT 1;\n${dump(body, { key: 'abc' })}`],
    ['with another key at the end', dump(body, { key: 'abc' }).replace('\\unrestrict abc', '\\unrestrict abd')],
    ['undone in the middle', dump(`\\unrestrict abc\n${body}`, { key: 'abc' })],
    ['with a shell command for a key', dump(body, { key: '`id`' })],
    ['with a key that hides a shell command far out', dump(body, { key: `${'k'.repeat(600)}\`id\`` })],
    ['undone with a shell command', dump(body, { key: 'abc' }).replace('\\unrestrict abc', '\\unrestrict `id`')],
  ])('is refused %s', (_, sql) => {
    expect(scan(sql).refusals.length).toBeGreaterThan(0)
  })
})

describe('bytes that versions of psql read differently are refused', () => {
  it.each([
    ['a NUL byte', 'SELECT 1;\0'],
    ['a stray dollar', "SELECT $e'\\'';"],
    ['a parameter glued to a quote', 'SELECT $1a$b$ x $b$;'],
    ['a number glued to a quote', "SELECT 1E'\\'';"],
    ['a name in Unicode escapes', 'SET U&"\\0063lient_encoding" = \'SJIS\';'],
    ['an escape string in two parts', "SELECT E'a'\n'b\\'c';"],
  ])('%s', (_, sql) => {
    expect(refused(sql).length).toBeGreaterThan(0)
  })

  it('and a byte order mark', () => {
    expect(scan(`\uFEFFDROP DATABASE x;`).refusals).toContainEqual({ line: 1, what: 'a byte order mark' })
  })
})

it('a statement that the end of the file cuts off still counts: psql runs it', () => {
  expect(scan('SELECT 1;\nDROP DATABASE app')).toMatchObject({
    complete: false,
    refusals: [{ line: 2, what: 'DROP DATABASE' }],
  })
})

it('what pg_dump itself writes is not refused', () => {
  const sql = `
    CREATE USER MAPPING FOR postgres SERVER s OPTIONS (password 'x');
    ALTER USER MAPPING FOR postgres SERVER s OPTIONS (SET password 'y');
    CREATE SUBSCRIPTION sub CONNECTION 'host=x' PUBLICATION p WITH (connect = false);
    ALTER TABLE public.t SET TABLESPACE fast;
    ALTER TABLE public.database OWNER TO role;
    CREATE TABLE public.role (a integer);
    COMMENT ON DATABASE app IS 'x';
    GRANT ALL ON DATABASE app TO r;
    ALTER DEFAULT PRIVILEGES FOR ROLE r GRANT SELECT ON TABLES TO s;
    SET SESSION AUTHORIZATION 'r';
    CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
    SELECT pg_catalog.setval('public.s', 1, true);
    SET default_table_access_method = heap;`
  expect(scan(dump(sql))).toMatchObject({ complete: true, refusals: [] })
})

it('only the first twenty refusals are kept', () => {
  expect(refused('ROLLBACK;\n'.repeat(50))).toHaveLength(20)
})

it('names the right line behind a COPY statement that has lines of its own, however the file is cut', () => {
  const text = 'COPY "a\nb"\n(c) FROM stdin;\n1\n\\.\n\\! sh\n'
  const expected = [{ line: 6, what: 'the psql command \\!' }]
  for (let cut = 0; cut <= text.length; cut += 1) {
    expect(scan([Buffer.from(text.slice(0, cut)), Buffer.from(text.slice(cut))]).refusals).toEqual(expected)
  }
})
