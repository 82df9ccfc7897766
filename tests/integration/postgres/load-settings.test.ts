import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { loadSettingsSql } from '../../../src/domain/load-settings.ts'
import type { SqlEndpoint } from '../../../src/postgres/database.ts'
import { queryRows } from '../../../src/postgres/psql.ts'
import { withPsqlSession } from '../../../src/postgres/psql-session.ts'
import { withLoadSettings } from '../../../src/postgres/with-load-settings.ts'
import type { TestContext } from '../../support/test-context.ts'
import { withTestEndpoint } from '../../support/test-endpoint.ts'

const settings = `SELECT current_setting('synchronous_commit') AS commit,
  current_setting('maintenance_work_mem') AS memory, current_setting('work_mem') AS work`

/** In a session of another program, as pg_restore's are: our own see to it that their commits are durable. */
async function settingsOf(ctx: TestContext, at: SqlEndpoint) {
  const args = ['-X', '-A', '-t', '-w', '-c', `SELECT to_json(s) FROM (${settings}) s`]
  const { stdout } = await ctx.process.run(at.tools.psql, args, { env: at.connection.env })
  return JSON.parse(stdout) as unknown
}

const withOptions = (at: SqlEndpoint, PGOPTIONS: string): SqlEndpoint => ({
  ...at,
  connection: { ...at.connection, env: { ...at.connection.env, PGOPTIONS } },
})

it('sessions that load do not wait for the disk, and sort in more memory', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const durable = withOptions(at, '-c synchronous_commit=on')
    const loading = await withLoadSettings(ctx, durable, 2)
    expect(await settingsOf(ctx, loading)).toMatchObject({ commit: 'off', memory: '128MB' })
    expect(await settingsOf(ctx, durable)).toMatchObject({ commit: 'on', memory: '64MB' })
  })
})

it('a session for each core of this machine leaves none to the server for helpers', async () => {
  const helpers = "SELECT current_setting('max_parallel_maintenance_workers') AS helpers"
  await withTestEndpoint(async (ctx, at) => {
    const loading = await withLoadSettings(ctx, at, Math.max(2, availableParallelism()))
    expect(await queryRows(ctx, loading, helpers)).toEqual([{ helpers: '0' }])
    expect(await queryRows(ctx, await withLoadSettings(ctx, at, 1), helpers)).toEqual([{ helpers: '2' }])
  })
})

it('what the user has set stays, and more memory too', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const own = withOptions(at, '-c work_mem=9MB -c maintenance_work_mem=1GB')
    const loading = await withLoadSettings(ctx, own, 1)
    expect(await settingsOf(ctx, loading)).toEqual({ commit: 'off', memory: '1GB', work: '9MB' })
  })
})

it('where no options get through it loads as it would without', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const refused = withOptions(at, '-c no_such_setting=1')
    expect(await withLoadSettings(ctx, refused, 1)).toBe(refused)
  })
})

it('SQL does the same for a session of psql', async () => {
  await withTestEndpoint(async (ctx, at) => {
    await withPsqlSession(ctx, at, async (session) => {
      await session.execute(loadSettingsSql(1).replace(/;\n$/, ''))
      expect(await session.query(settings)).toMatchObject([{ commit: 'off', memory: '256MB' }])
    })
  })
})
