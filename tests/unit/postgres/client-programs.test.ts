import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import type { SqlEndpoint } from '../../../src/postgres/database.ts'
import { parseDumpWarnings, runPgDumpDirectory, startPgDump } from '../../../src/postgres/pg-dump.ts'
import { runPgRestore, startPgRestoreToSql } from '../../../src/postgres/pg-restore.ts'
import { withConnection } from '../../../src/postgres/open-connection.ts'
import { executeAsOneQuery, executeSql, queryRows, startPsql } from '../../../src/postgres/psql.ts'
import { fakeProcess, type FakeProcess, type ScriptedChild } from '../../support/fake-process.ts'
import { createTestContext, type TestContext } from '../../support/test-context.ts'

const secret = 'canary-S3cret'
const tools = {
  major: 15,
  version: '15.18',
  psql: '/pg/psql',
  pgDump: '/pg/pg_dump',
  pgRestore: '/pg/pg_restore',
  pgDumpall: undefined,
}

/** Runs `action` with scripted children and checks that the password is in no argument and no variable of theirs. */
async function withFakes(
  children: readonly ScriptedChild[],
  action: (ctx: TestContext, at: SqlEndpoint) => Promise<void>,
): Promise<FakeProcess['calls']> {
  const process = fakeProcess(children)
  const ctx = createTestContext({ process })
  const params = { host: 'db', user: 'me', password: secret, sslpassword: secret }
  await withConnection(ctx, { params, database: 'app' }, (connection) => action(ctx, { tools, connection }))
  for (const { args, env } of process.calls) expect(JSON.stringify([args, env])).not.toContain(secret)
  return process.calls
}

const quietPsql = [
  '-X',
  '-A',
  '-t',
  '-q',
  '-w',
  '-v',
  'ON_ERROR_STOP=1',
  '-v',
  'VERBOSITY=verbose',
  '-d',
  "dbname='app'",
  '-f',
  '-',
]

it('psql gets its SQL on stdin, after settings in one query', async () => {
  const [call] = await withFakes([{ file: 'psql', stdout: '{"a":1}\n{"a":2}\n' }], async (ctx, at) => {
    const options = { timeoutMs: 1000, settings: { lock_timeout: "1's" }, uninterruptible: true }
    expect(await queryRows(ctx, at, 'SELECT 1 AS a', options)).toEqual([{ a: 1 }, { a: 2 }])
  })
  expect(call).toMatchObject({ file: '/pg/psql', args: quietPsql, options: { timeoutMs: 31_000 } })
  expect(call?.env).toMatchObject({ PGHOST: 'db', PGDATABASE: 'app', PGPASSFILE: expect.any(String) })
  expect(call?.input).toBe(
    `SET client_encoding = 'UTF8' \\; SET standard_conforming_strings = 'on' \\; SET search_path = 'pg_catalog' \\; ` +
      `SET statement_timeout = '1000ms' \\; SET lock_timeout = '1''s';\n` +
      `SELECT pg_catalog.row_to_json(q) FROM (\nSELECT 1 AS a\n) AS q;\n`,
  )
})

it('statements of one query are joined, others are not', async () => {
  const calls = await withFakes([{ file: 'psql' }, { file: 'psql' }], async (ctx, at) => {
    await executeAsOneQuery(ctx, at, ['BEGIN', 'SELECT 1', 'COMMIT'])
    await executeSql(ctx, at, 'SELECT 1; SELECT 2')
  })
  expect(calls[0]?.input).toMatch(/\\gset\nBEGIN\n\\;\nSELECT 1\n\\;\nCOMMIT\n;\n$/)
  expect(calls[1]?.input).toMatch(/\\gset\nSELECT 1; SELECT 2\n;\n$/)
})

it('a loading psql gets the dump and nothing before it', async () => {
  const [call] = await withFakes([{ file: 'psql', stdout: '1\n' }], async (ctx, at) => {
    const psql = startPsql(ctx, at)
    psql.stdin.end('the dump')
    expect(await psql.done).toMatchObject({ exitCode: 0 })
  })
  expect(call).toMatchObject({ args: quietPsql, input: 'the dump' })
})

it('the abort signal reaches children, but not those that must end', async () => {
  const calls = await withFakes([{ file: 'psql' }, { file: 'psql' }], async (ctx, at) => {
    await executeSql(ctx, at, 'SELECT 1')
    await executeSql(ctx, at, 'SELECT 1', { uninterruptible: true })
  })
  expect(calls.map(({ options }) => options.signal !== undefined)).toEqual([true, false])
})

it.each([
  { what: 'exit code', child: { exitCode: 3, stderr: 'psql:<stdin>:2: ERROR:  22012: division by zero\n' } },
  { what: 'signal', child: { exitCode: undefined, signal: 'SIGKILL' as const } },
  { what: 'spawn error', child: { exitCode: undefined, spawnError: 'ENOENT' } },
])('a $what of psql is an error', async ({ child }) => {
  await withFakes([{ file: 'psql', ...child }], async (ctx, at) => {
    await expect(executeSql(ctx, at, 'SELECT 1')).rejects.toThrow(/psql|division/)
  })
})

it('pg_dump writes to its stdout, waits for locks only so long, and leaves owners and grants in', async () => {
  const [plain, custom, directory] = await withFakes(
    [{ file: 'pg_dump', stdout: 'dump' }, { file: 'pg_dump' }, { file: 'pg_dump' }],
    async (ctx, at) => {
      const request = { ...at, lockWaitTimeoutSeconds: 30 }
      const dump = startPgDump(ctx, { ...request, format: 'plain' })
      expect(await text(dump.stdout)).toBe('dump')
      startPgDump(ctx, { ...request, format: 'custom', extraArguments: ['--no-comments'] })
      await runPgDumpDirectory(ctx, { ...request, path: '/d', jobs: 4 })
    },
  )
  const common = ['--no-password', '--lock-wait-timeout=30s']
  expect(plain?.args).toEqual(['--format=plain', ...common, "--dbname=dbname='app'"])
  expect(custom?.args).toEqual(['--format=custom', ...common, '--no-comments', "--dbname=dbname='app'"])
  expect(directory?.args).toEqual([
    '--format=directory',
    '--file=/d',
    '--jobs=4',
    '--no-sync',
    ...common,
    "--dbname=dbname='app'",
  ])
})

it('pg_restore stops at the first error, or decodes without any connection', async () => {
  const [restore, decode] = await withFakes([{ file: 'pg_restore' }, { file: 'pg_restore' }], async (ctx, at) => {
    await runPgRestore(ctx, { at, path: '/-x', jobs: 2, noOwner: true, noAcl: true, useList: '/list' })
    startPgRestoreToSql(ctx, { tools, path: '/-x' })
  })
  const selection = ['--no-owner', '--no-acl', '--use-list=/list', '--', '/-x']
  expect(restore?.args).toEqual(['--exit-on-error', '--jobs=2', '--no-password', "--dbname=dbname='app'", ...selection])
  expect(decode?.args).toEqual(['--file=-', '--', '/-x'])
  expect(Object.keys(decode?.env ?? {}).filter((name) => name.startsWith('PG'))).toEqual([])
})

it.each([
  ['nothing', '', []],
  ['what is no warning', 'pg_dump: reading schemas\npg_dump: detail: x\n', []],
  [
    'pg_dump 15 and newer',
    'pg_dump: warning: there are circular foreign-key constraints on this table:\npg_dump: detail: nodes\npg_dump: hint: You might not.\n',
    ['there are circular foreign-key constraints on this table: nodes'],
  ],
  [
    'pg_dump 14 and older',
    'pg_dump: warning: there are circular foreign-key constraints among these tables:\npg_dump:   a\npg_dump:   b\npg_dump: You might not.\n',
    ['there are circular foreign-key constraints among these tables: a b'],
  ],
  [
    "the server's own, twice",
    'WARNING:  database "a" has a collation version mismatch\nDETAIL:  Was 1.\nHINT:  Rebuild.\nWARNING:  database "a" has a collation version mismatch\nDETAIL:  Was 1.\n',
    ['database "a" has a collation version mismatch Was 1.'],
  ],
  ['control characters', 'pg_dump: warning: owner of "\u001b[2J" is gone\n', ['owner of "\\x1b[2J" is gone']],
])('warnings: %s', (_, stderr, warnings) => {
  expect(parseDumpWarnings(stderr)).toEqual(warnings)
})
