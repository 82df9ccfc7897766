import { describe, expect, it } from 'vitest'
import { quoteIdentifier, sqlLiteral } from '../../../src/domain/sql-text.ts'
import type { SqlEndpoint } from '../../../src/postgres/database.ts'
import { connectionTo } from '../../../src/postgres/open-connection.ts'
import { executeAsOneQuery, executeSql, queryRows, startPsql } from '../../../src/postgres/psql.ts'
import { withPsqlSession } from '../../../src/postgres/psql-session.ts'
import { createTestContext } from '../../support/test-context.ts'
import { withTestEndpoint } from '../../support/test-endpoint.ts'

describe('queryRows', () => {
  it('gives back rows as objects, whatever they hold', async () => {
    const value = `'"\\ :x :'x' \n\t\r \u2028 ü 😀 \\. $1 %s -- /* */`
    await withTestEndpoint(async (ctx, at) => {
      const rows = await queryRows(
        ctx,
        at,
        `SELECT ${sqlLiteral(value)} AS v, NULL AS n, 1 AS i, true AS b, '{1,2}'::int[] AS a`,
      )
      expect(rows).toEqual([{ v: value, n: null, i: 1, b: true, a: [1, 2] }])
    })
  })

  it('gives back no rows for none, and takes a comment at the end', async () => {
    await withTestEndpoint(async (ctx, at) => {
      expect(await queryRows(ctx, at, 'SELECT 1 WHERE false -- none')).toEqual([])
    })
  })

  it('runs with settings that no role or database can change', async () => {
    await withTestEndpoint(async (ctx, at) => {
      await executeSql(
        ctx,
        at,
        `ALTER DATABASE ${quoteIdentifier(at.connection.database)} SET search_path = 'x'; ALTER DATABASE ${quoteIdentifier(at.connection.database)} SET standard_conforming_strings = off`,
      )
      const [settings] = await queryRows(
        ctx,
        at,
        `SELECT current_setting('search_path') AS path, current_setting('standard_conforming_strings') AS strings,
           current_setting('client_encoding') AS encoding, current_setting('lock_timeout') AS lock, current_setting('application_name') AS name`,
        { settings: { lock_timeout: '3s' } },
      )
      expect(settings).toEqual({ path: 'pg_catalog', strings: 'on', encoding: 'UTF8', lock: '3s', name: 'pgsafe' })
    })
  })

  it('ends a statement that takes too long', async () => {
    await withTestEndpoint(async (ctx, at) => {
      await expect(queryRows(ctx, at, 'SELECT pg_sleep(30)', { timeoutMs: 200 })).rejects.toMatchObject({
        code: 'database-busy',
        message: expect.stringMatching(/statement timeout$/),
      })
    })
  })

  it('says what is wrong with the SQL, without the statement around it', async () => {
    await withTestEndpoint(async (ctx, at) => {
      await expect(queryRows(ctx, at, 'SELECT * FROM nowhere')).rejects.toMatchObject({
        code: 'unexpected',
        message: expect.stringMatching(/relation "nowhere" does not exist$/),
      })
    })
  })

  it.each([
    { what: 'a wrong password', params: { password: 'wrong' }, code: 'authentication-failed' },
    { what: 'no password', params: { password: '' }, code: 'authentication-failed' },
    { what: 'an unknown role', params: { user: 'nobody-here' }, code: 'authentication-failed' },
    { what: 'a closed port', params: { port: '1' }, code: 'connection-refused' },
    { what: 'an unknown host', params: { host: 'nowhere.invalid' }, code: 'connection-failed' },
    { what: 'a missing socket', params: { host: '/nowhere' }, code: 'connection-refused' },
    { what: 'TLS that the server does not offer', params: { sslmode: 'require' }, code: 'connection-failed' },
  ])('tells $what', async ({ params, code }) => {
    await withTestEndpoint(
      async (ctx, at) => {
        const failure = await queryRows(ctx, at, 'SELECT 1').catch((error: unknown) => error)
        expect(failure).toMatchObject({ code, exitCode: 3, hint: expect.any(String) })
        expect(String(failure)).not.toMatch(/psql: error|FATAL|wrong/)
      },
      { params },
    )
  })

  it('tells a missing database', async () => {
    await withTestEndpoint(async (ctx, at) => {
      const elsewhere = { ...at, connection: connectionTo(at.connection, 'not "here"') }
      await expect(queryRows(ctx, elsewhere, 'SELECT 1')).rejects.toMatchObject({ code: 'database-missing' })
    })
  })

  it('ends with the reason of the abort', async () => {
    const controller = new AbortController()
    const reason = new Error('interrupted')
    await withTestEndpoint(async (_ctx, at) => {
      const ctx = createTestContext({ signal: controller.signal })
      setTimeout(() => controller.abort(reason), 300)
      await expect(queryRows(ctx, at, 'SELECT pg_sleep(30)')).rejects.toBe(reason)
      expect(await queryRows(ctx, at, 'SELECT 1 AS one', { uninterruptible: true })).toEqual([{ one: 1 }])
    })
  })
})

describe.each([
  'with space',
  "it's",
  'dou"ble',
  'back\\slash',
  '-d template1',
  '--help',
  'dbname=template1 user=x',
  'postgresql://user@host/template1',
  '../up',
  'ünïcødé 😀',
  'line\nbreak',
  'semi;colon',
  '$HOME',
  '%PATH%',
  'a'.repeat(63),
])('a database called %j', (name) => {
  it('is reached, and no other', async () => {
    await withTestEndpoint(
      async (ctx, at) => expect(await queryRows(ctx, at, 'SELECT current_database() AS name')).toEqual([{ name }]),
      { name },
    )
  })
})

describe('executeAsOneQuery', () => {
  it('undoes everything when one statement fails', async () => {
    await withTestEndpoint(async (ctx, at) => {
      const statements = ['BEGIN', 'CREATE TABLE public.a ()', 'SELECT 1/0', 'COMMIT']
      await expect(executeAsOneQuery(ctx, at, statements)).rejects.toMatchObject({
        message: expect.stringMatching(/division by zero$/),
      })
      expect(await queryRows(ctx, at, `SELECT 1 FROM pg_class WHERE relname = 'a'`)).toEqual([])
    })
  })

  it('is one message to the server', async () => {
    await withTestEndpoint(async (ctx, at) => {
      await executeAsOneQuery(ctx, at, [
        'BEGIN',
        'CREATE TABLE public.seen AS SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()',
        'COMMIT',
      ])
      const [seen] = await queryRows<{ query: string }>(ctx, at, 'SELECT query FROM public.seen')
      expect(seen?.query).toMatch(/BEGIN[^]*CREATE TABLE[^]*COMMIT/)
    })
  })
})

describe('startPsql', () => {
  it('loads a dump and stops at its first error', async () => {
    await withTestEndpoint(async (ctx, at) => {
      const psql = startPsql(ctx, at)
      psql.stdin.end(
        'CREATE TABLE public.a (i int);\nCOPY public.a FROM stdin;\n1\n2\n\\.\nSELECT 1/0;\nDROP TABLE public.a;\n',
      )
      expect(await psql.done).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('22012: division by zero') })
      expect(await queryRows(ctx, at, 'SELECT count(*)::int AS n FROM public.a')).toEqual([{ n: 2 }])
    })
  })

  it('is not stalled by a dump that prints a lot', async () => {
    await withTestEndpoint(async (ctx, at) => {
      const psql = startPsql(ctx, at)
      psql.stdin.end(`SELECT repeat('x', 1000) FROM generate_series(1, 5000);\n`)
      expect(await psql.done).toMatchObject({ exitCode: 0 })
    })
  })
})

describe('withPsqlSession', () => {
  const isLocked = async (ctx: Parameters<typeof queryRows>[0], at: SqlEndpoint) =>
    (await queryRows(ctx, at, `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711`)).length === 1

  it('keeps locks and transactions between calls, and lets go of them at the end', async () => {
    await withTestEndpoint(async (ctx, at) => {
      await withPsqlSession(ctx, at, async (session) => {
        await session.execute('SELECT pg_advisory_lock(4711)')
        expect(await isLocked(ctx, at)).toBe(true)
        await session.execute('BEGIN')
        await session.execute('CREATE TABLE public.b (i int)')
        await session.execute('INSERT INTO public.b SELECT generate_series(1, 1000)')
        expect(await session.query('SELECT count(*)::int AS n FROM public.b')).toEqual([{ n: 1000 }])
      })
      // The server ends a session a moment after its client.
      await expect.poll(() => isLocked(ctx, at)).toBe(false)
      expect(await queryRows(ctx, at, `SELECT 1 FROM pg_class WHERE relname = 'b'`)).toEqual([])
    })
  })

  it('goes on after a failed statement, and answers calls in their order', async () => {
    await withTestEndpoint(async (ctx, at) => {
      await withPsqlSession(ctx, at, async (session) => {
        await expect(
          session.execute(`DO $$ BEGIN RAISE 'first\nsecond' USING errcode = '42501'; END $$`),
        ).rejects.toMatchObject({
          code: 'insufficient-rights',
          message: expect.stringContaining('first'),
        })
        const answers = [1, 2, 3].map((n) => session.query(`SELECT ${n} AS n`))
        expect(await Promise.all(answers)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]])
      })
    })
  })

  it('releases everything when the action fails', async () => {
    await withTestEndpoint(async (ctx, at) => {
      const failing = withPsqlSession(ctx, at, async (session) => {
        await session.execute('SELECT pg_advisory_lock(4711)')
        throw new Error('on purpose')
      })
      await expect(failing).rejects.toThrow('on purpose')
      await expect.poll(() => isLocked(ctx, at)).toBe(false)
    })
  })

  it('tells when the server ends the session', async () => {
    await withTestEndpoint(async (ctx, at) => {
      const ended = withPsqlSession(ctx, at, async (session) => {
        const [own] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
        await executeSql(ctx, at, `SELECT pg_terminate_backend(${own?.pid ?? 0})`)
        return session.query('SELECT 1')
      })
      await expect(ended).rejects.toMatchObject({ code: 'connection-failed' })
    })
  })

  it('tells when it cannot connect at all', async () => {
    await withTestEndpoint(
      async (ctx, at) => {
        await expect(withPsqlSession(ctx, at, (session) => session.query('SELECT 1'))).rejects.toMatchObject({
          code: 'connection-refused',
        })
      },
      { params: { port: '1' } },
    )
  })
})
