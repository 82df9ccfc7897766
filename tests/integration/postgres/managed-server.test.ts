import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startThrowawayServer, type ThrowawayServer } from '../../../src/postgres/throwaway-server.ts'
import { createProcessRunner } from '../../../src/system/execa-process-runner.ts'
import { judgeDanger } from '../../../src/steps/judge-danger.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { clientProgram, connectionEnvironment, runSql, type SqlTarget } from '../../support/psql.ts'
import { createTestContext, temporaryDirectory } from '../../support/test-context.ts'
import { targetOf } from '../../support/test-database.ts'

/** A server of its own: roles belong to the whole server, and every other test would see these. */
let server: ThrowawayServer
let shop: SqlTarget

beforeAll(async () => {
  const never = new AbortController().signal
  const ctx = { process: createProcessRunner(), env: process.env, cwd: process.cwd(), signal: never }
  server = await startThrowawayServer(ctx, { extraSettings: { wal_level: 'replica', max_wal_senders: '4' } })
  const { host, port, user, password } = server
  shop = { host, port, user, password, database: 'shop' }
  await runSql({ ...shop, database: 'postgres' }, 'CREATE DATABASE shop')
})
afterAll(() => server.stop())

function judgeShop(at: SqlTarget = shop, allow: string[] = []) {
  const ctx = createTestContext()
  const target = targetOf(at)
  const settings = { guard: { allow: { value: allow, source: 'test' }, deny: { value: [], source: 'test' } } }
  return withOpenDatabase(ctx, target, (database) => judgeDanger(ctx, { target, settings, database }))
}

describe('a server behind localhost', () => {
  it('is local while it is an ordinary one', async () => {
    expect(await judgeShop()).toMatchObject({ level: 'local', reasons: [], notes: [] })
  })

  it.each([
    ['rds_superuser', 'Amazon RDS'],
    ['cloudsqlsuperuser', 'Google Cloud SQL'],
    ['neon_superuser', 'Neon'],
  ])('is production-like with the role %s, for ordinary roles too', async (role, provider) => {
    const sql = `CREATE ROLE ${role}; CREATE ROLE app LOGIN PASSWORD 'app-secret'`
    await runSql(shop, sql)
    onTestFinished(async () => void (await runSql(shop, `DROP ROLE ${role}; DROP ROLE app`)))
    const seen = await judgeShop({ ...shop, user: 'app', password: 'app-secret' })
    expect(seen).toMatchObject({
      level: 'production',
      reasons: [`the server is managed by ${provider} (it has the role ${role}): this is a tunnel to it`],
    })
    expect((await judgeShop(shop, ['127.0.0.1'])).level).toBe('production')
    expect((await judgeShop(shop, ['127.0.0.1/shop'])).level).toBe('local')
  })

  it('is local with the roles of a Supabase that runs on this machine', async () => {
    await runSql(shop, 'CREATE ROLE supabase_admin')
    onTestFinished(async () => void (await runSql(shop, 'DROP ROLE supabase_admin')))
    expect((await judgeShop()).level).toBe('local')
  })

  it('is remote while another server follows it', async () => {
    const receiver = spawn(
      join(clientProgram('psql'), '../pg_receivewal'),
      ['-D', temporaryDirectory(), '--no-password'],
      { env: connectionEnvironment(shop), stdio: 'ignore' },
    )
    const ended = new Promise<void>((resolve) => receiver.once('close', () => resolve()))
    const streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
    await expect.poll(() => runSql(shop, streaming), { timeout: 20_000 }).toBe('1')
    expect(await judgeShop()).toMatchObject({
      level: 'remote',
      reasons: ['1 standby follows the server (pg_receivewal)'],
    })
    receiver.kill()
    await ended
  })
})
