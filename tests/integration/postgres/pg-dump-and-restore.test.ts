import { readdirSync, writeFileSync } from 'node:fs'
import { buffer, text } from 'node:stream/consumers'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assertSucceeded } from '../../../src/postgres/assert-succeeded.ts'
import type { SqlEndpoint } from '../../../src/postgres/database.ts'
import { parseDumpWarnings, runPgDumpDirectory, startPgDump } from '../../../src/postgres/pg-dump.ts'
import { runPgRestore, startPgRestoreToSql } from '../../../src/postgres/pg-restore.ts'
import { executeSql, queryRows } from '../../../src/postgres/psql.ts'
import { withPsqlSession } from '../../../src/postgres/psql-session.ts'
import { temporaryDirectory, type TestContext } from '../../support/test-context.ts'
import { withTestEndpoint } from '../../support/test-endpoint.ts'

const lockWaitTimeoutSeconds = 30
const countCustomers = 'SELECT count(*)::int AS n FROM public.customers'

async function dumpCustom(ctx: TestContext, at: SqlEndpoint): Promise<string> {
  const path = join(temporaryDirectory(), '-x.dump')
  const dump = startPgDump(ctx, { ...at, format: 'custom', lockWaitTimeoutSeconds })
  writeFileSync(path, await buffer(dump.stdout))
  assertSucceeded(await dump.done, { tool: 'pg_dump', stage: 'dump', described: 'shop' })
  return path
}

it('dumps plain SQL with owners and without CREATE DATABASE', async () => {
  await withTestEndpoint(
    async (ctx, at) => {
      const dump = startPgDump(ctx, { ...at, format: 'plain', lockWaitTimeoutSeconds })
      const sql = await text(dump.stdout)
      expect(await dump.done).toMatchObject({ exitCode: 0, stderr: '' })
      expect(sql).toMatch(/OWNER TO [^]*COPY public\.customers [^]*PostgreSQL database dump complete/)
      expect(sql).not.toMatch(/CREATE DATABASE|\\connect/)
    },
    { fixture: 'shop' },
  )
})

it.each(['it\'s "odd" \\', '-d postgres', 'dbname=postgres', 'postgresql:///postgres'])(
  'restores an archive into the database %j, in parallel',
  async (name) => {
    await withTestEndpoint(
      async (ctx, from) => {
        const path = await dumpCustom(ctx, from)
        const expected = await queryRows(ctx, from, countCustomers)
        await withTestEndpoint(
          async (_ctx, at) => {
            const restored = await runPgRestore(ctx, { at, path, jobs: 2, noOwner: true, noAcl: true })
            expect(restored).toMatchObject({ exitCode: 0, stderr: '' })
            expect(await queryRows(ctx, at, countCustomers)).toEqual(expected)
          },
          { name },
        )
      },
      { fixture: 'shop' },
    )
  },
)

it('decodes an archive to SQL without connecting', async () => {
  await withTestEndpoint(
    async (ctx, at) => {
      const path = await dumpCustom(ctx, at)
      const restore = startPgRestoreToSql(
        { ...ctx, env: { PATH: ctx.env['PATH'], PGHOST: 'nowhere.invalid' } },
        { tools: at.tools, path, noOwner: true },
      )
      const sql = await text(restore.stdout)
      expect(await restore.done).toMatchObject({ exitCode: 0, stderr: '' })
      expect(sql).toMatch(/COPY public\.customers /)
      expect(sql).not.toContain('OWNER TO')
    },
    { fixture: 'shop' },
  )
})

it('dumps into a directory with several connections', async () => {
  await withTestEndpoint(
    async (ctx, at) => {
      const path = join(temporaryDirectory(), 'dump')
      expect(await runPgDumpDirectory(ctx, { ...at, lockWaitTimeoutSeconds, path, jobs: 2 })).toMatchObject({
        exitCode: 0,
      })
      expect(readdirSync(path)).toContain('toc.dat')
    },
    { fixture: 'shop' },
  )
})

it('gives up on a locked table after the lock wait', async () => {
  await withTestEndpoint(
    async (ctx, at) => {
      await withPsqlSession(ctx, at, async (session) => {
        await session.execute('BEGIN')
        await session.execute('LOCK TABLE public.customers')
        const dump = startPgDump(ctx, { ...at, format: 'plain', lockWaitTimeoutSeconds: 1 })
        await text(dump.stdout)
        const finished = await dump.done
        expect(() => assertSucceeded(finished, { tool: 'pg_dump', stage: 'dump', described: 'shop' })).toThrow(
          /timeout/,
        )
      })
    },
    { fixture: 'shop' },
  )
})

it('stops a restore at the first error and says which', async () => {
  await withTestEndpoint(
    async (ctx, at) => {
      const path = await dumpCustom(ctx, at)
      const finished = await runPgRestore(ctx, { at, path, jobs: 1 })
      const run = { tool: 'pg_restore', stage: 'restore', described: 'shop' } as const
      expect(() => assertSucceeded(finished, run)).toThrow(
        expect.objectContaining({
          code: 'restore-failed',
          message: expect.stringMatching(/shop.*: .*already exists$/),
        }),
      )
    },
    { fixture: 'shop' },
  )
})

it('finds damage in an archive', async () => {
  await withTestEndpoint(
    async (ctx, at) => {
      const path = join(temporaryDirectory(), 'no.dump')
      writeFileSync(path, 'this is no archive')
      const restore = startPgRestoreToSql(ctx, { tools: at.tools, path })
      restore.stdout.resume()
      const finished = await restore.done
      const run = { tool: 'pg_restore', stage: 'restore', described: path } as const
      expect(() => assertSucceeded(finished, run)).toThrow(/is damaged: .*archive/)
    },
    { fixture: 'empty' },
  )
})

it('hands over what pg_dump warns of', async () => {
  await withTestEndpoint(async (ctx, at) => {
    await executeSql(
      ctx,
      at,
      `CREATE TABLE public.egg (id int PRIMARY KEY, hen int); CREATE TABLE public.hen (id int PRIMARY KEY, egg int REFERENCES public.egg);
       ALTER TABLE public.egg ADD FOREIGN KEY (hen) REFERENCES public.hen`,
    )
    const dump = startPgDump(ctx, { ...at, format: 'plain', lockWaitTimeoutSeconds, extraArguments: ['--data-only'] })
    await text(dump.stdout)
    const finished = await dump.done
    expect(finished.exitCode).toBe(0)
    const warnings = parseDumpWarnings(finished.stderr)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/circular foreign-key constraints.*(egg.*hen|hen.*egg)/)
  })
})
