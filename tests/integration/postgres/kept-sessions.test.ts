import { expect, it } from 'vitest'
import { quoteIdentifier } from '../../../src/domain/sql-text.ts'
import type { SqlEndpoint } from '../../../src/postgres/database.ts'
import { connectionTo } from '../../../src/postgres/open-connection.ts'
import { executeSql, queryRows } from '../../../src/postgres/psql.ts'
import { withPsqlSession } from '../../../src/postgres/psql-session.ts'
import type { TestContext } from '../../support/test-context.ts'
import { onServer } from '../../support/test-database.ts'
import { withTestEndpoint } from '../../support/test-endpoint.ts'

const pidOf = async (ctx: TestContext, at: SqlEndpoint): Promise<number> => {
  const [row] = await queryRows<{ pid: number }>(ctx, at, 'SELECT pg_backend_pid() AS pid')
  return row?.pid ?? 0
}

/** As another client sees it. */
const sessionsIn = async ({ connection }: SqlEndpoint): Promise<string> =>
  onServer(`SELECT count(*) FROM pg_stat_activity WHERE datname = '${connection.database}'`)

it('queries of one connection share a session, side by side too, and each database has its own', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const [first, ...others] = await Promise.all([pidOf(ctx, at), pidOf(ctx, at), pidOf(ctx, at)])
    expect(others).toEqual([first, first])
    const elsewhere = { ...at, connection: connectionTo(at.connection, 'postgres') }
    expect(await pidOf(ctx, elsewhere)).not.toBe(first)
    expect(await pidOf(ctx, at)).toBe(first)
  })
})

it('settings of one query are gone in the next', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const settings = `SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement`
    const own = { timeoutMs: 60_000, settings: { lock_timeout: '3s' } }
    expect(await queryRows(ctx, at, settings, own)).toEqual([{ lock: '3s', statement: '1min' }])
    expect(await queryRows(ctx, at, settings)).toEqual([{ lock: '0', statement: '0' }])
  })
})

it('a failed query leaves the session usable', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const before = await pidOf(ctx, at)
    await expect(queryRows(ctx, at, 'SELECT 1/0')).rejects.toThrow(/division by zero$/)
    expect(await pidOf(ctx, at)).toBe(before)
  })
})

it('a session that the server ended is replaced, once', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const before = await pidOf(ctx, at)
    await onServer(`SELECT pg_terminate_backend(${String(before)}, 5000)`)
    expect(await pidOf(ctx, at)).not.toBe(before)
    const suicide = 'SELECT pg_terminate_backend(pg_backend_pid())'
    await expect(queryRows(ctx, at, suicide)).rejects.toMatchObject({ code: 'connection-failed' })
  })
})

it('what changes a database has it to itself', async () => {
  await withTestEndpoint(async (ctx, at) => {
    await pidOf(ctx, at)
    await withPsqlSession(ctx, at, async (session) => {
      await session.execute('SELECT 1')
      await expect.poll(() => sessionsIn(at)).toBe('1')
    })
    await pidOf(ctx, at)
    const { database } = at.connection
    const elsewhere = { ...at, connection: connectionTo(at.connection, 'postgres') }
    await executeSql(ctx, elsewhere, `DROP DATABASE ${quoteIdentifier(database)}`)
    await expect(pidOf(ctx, at)).rejects.toMatchObject({ code: 'database-missing' })
  })
})

it('nothing is left connected after a second of silence', async () => {
  await withTestEndpoint(async (ctx, at) => {
    await pidOf(ctx, at)
    expect(await sessionsIn(at)).toBe('1')
    await expect.poll(() => sessionsIn(at), { timeout: 10_000 }).toBe('0')
  })
})
