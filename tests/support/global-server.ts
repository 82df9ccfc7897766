import type { TestProject } from 'vitest/node'
import { shopSql } from '../../src/postgres/shop-database.ts'
import { startThrowawayServer, type ThrowawayServerOptions } from '../../src/postgres/throwaway-server.ts'
import { createProcessRunner } from '../../src/system/execa-process-runner.ts'
import { runSql } from './psql.ts'
import { serverOf } from './test-servers.ts'
import { shopTemplate, superuserOf, type TestServer, urlOf } from './test-server.ts'

interface SharedServer {
  readonly server: TestServer
  readonly stop: () => Promise<void>
}

/** Logical slots and prepared transactions, which pgsafe must notice, need these. */
const settings = { wal_level: 'logical', max_prepared_transactions: '10', max_connections: '200' }

/** Vitest loads this file once per project, in one process: the one server hangs on globalThis, with a count of its users. */
const shared = globalThis as { pgsafeTestServer?: { users: number; started: Promise<SharedServer> } }

/**
 * One server for the whole run. `PGSAFE_TEST_ENGINE`: `local` (default) starts the installed programs, `testcontainers`
 * the image `PGSAFE_TEST_IMAGE` (default: the official postgres:15).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const entry = (shared.pgsafeTestServer ??= { users: 0, started: startServer() })
  entry.users += 1
  const { server, stop } = await entry.started
  project.provide('postgres', server)
  return async () => {
    entry.users -= 1
    if (entry.users > 0) return
    delete shared.pgsafeTestServer
    await stop()
  }
}

async function startServer(): Promise<SharedServer> {
  const engine = process.env['PGSAFE_TEST_ENGINE'] ?? 'local'
  if (engine !== 'local' && engine !== 'testcontainers') throw new Error(`unknown PGSAFE_TEST_ENGINE: ${engine}`)
  const started = engine === 'local' ? await startLocal() : await startContainer()
  try {
    const version = await runSql(superuserOf(started.server, 'postgres'), 'SHOW server_version')
    const server = { ...started.server, version: version.split(' ')[0] ?? version, major: Number.parseInt(version, 10) }
    await runSql(superuserOf(server, 'postgres'), `CREATE DATABASE ${shopTemplate} TEMPLATE template0`)
    await runSql(superuserOf(server, shopTemplate), shopSql)
    return { server, stop: started.stop }
  } catch (error) {
    await started.stop()
    throw error
  }
}

async function startLocal(): Promise<SharedServer> {
  const never = new AbortController().signal
  const server = await startThrowawayServer(
    { process: createProcessRunner(), env: process.env, cwd: process.cwd(), signal: never },
    { extraSettings: settings, ...chosenBinaries() },
  )
  const { host, port, user, password, socketDirectory } = server
  return {
    server: describeServer({ engine: 'local', host, port, user, password, socketDirectory: socketDirectory ?? null }),
    stop: server.stop,
  }
}

/** `PGSAFE_TEST_MAJOR`: the server of that major, of those that test-servers.ts knows. */
function chosenBinaries(): Pick<ThrowawayServerOptions, 'binaries'> {
  const major = process.env['PGSAFE_TEST_MAJOR'] ?? ''
  if (major === '') return {}
  const binaries = serverOf(Number(major))
  if (binaries !== undefined) return { binaries }
  throw new Error(`no server of PostgreSQL ${major}: tests/support/servers/fetch-server.sh, PGSAFE_TEST_SERVERS`)
}

async function startContainer(): Promise<SharedServer> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const container = await new PostgreSqlContainer(process.env['PGSAFE_TEST_IMAGE'] ?? 'postgres:15')
    .withUsername('postgres')
    // Not a word that output holds anyway: tests look for the password where it must not be.
    .withPassword('container-secret-5c1f')
    .withCommand(['postgres', ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
    .start()
  // Some engines report "localhost", which may be ::1 first, where nothing listens.
  const host = container.getHost() === 'localhost' ? '127.0.0.1' : container.getHost()
  const login = { port: container.getPort(), user: container.getUsername(), password: container.getPassword() }
  return {
    server: describeServer({ engine: 'testcontainers', host, ...login, socketDirectory: null }),
    stop: async () => {
      await container.stop()
    },
  }
}

function describeServer(server: Omit<TestServer, 'url' | 'version' | 'major'>): TestServer {
  return { ...server, version: '', major: 0, url: urlOf({ ...server, database: 'postgres' }) }
}
