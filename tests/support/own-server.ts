import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { startThrowawayServer } from '../../src/postgres/throwaway-server.ts'
import { type Fingerprint, fingerprint } from './fingerprint.ts'
import { createProject, type Project } from './project.ts'
import { runSql, type SqlTarget } from './psql.ts'
import { createTestContext } from './test-context.ts'
import { urlOf } from './test-server.ts'

/** A project whose database is on a server of its own, which a test may crash, or hold up for everybody. */
export interface ProjectOnOwnServer extends Pick<Project, 'directory' | 'store' | 'pgsafe'> {
  /** SQL in its database, as its owner: an ordinary role with CREATEDB. */
  query(sql: string): Promise<string>
  /** Of the superuser, to the database `postgres`. */
  readonly superuserUrl: string
  /** SQL as the superuser, beside it. */
  onServer(sql: string): Promise<string>
  fingerprint(): Promise<Fingerprint>
  /** Databases that pgsafe made. */
  ownDatabases(): Promise<string>
  journals(): string[]
  /** All of the server's processes die at once, what was not on disk is lost; resolves when it is there again. */
  crash(): Promise<void>
}

const smallSql = `
  CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL);
  INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 200) n;`

/** Goes when the test ends. */
export async function createProjectOnOwnServer(
  extraSettings: Readonly<Record<string, string>> = {},
): Promise<ProjectOnOwnServer> {
  const server = await startThrowawayServer(createTestContext(), { extraSettings })
  onTestFinished(() => server.stop())
  const { host, port, user, password } = server
  const superuser: SqlTarget = { host, port, user, password, database: 'postgres' }
  const at: SqlTarget = { host, port, user: 'dev', password: 'dev-canary', database: 'shop' }
  await runSql(superuser, `CREATE ROLE dev LOGIN CREATEDB PASSWORD '${at.password}'`)
  await runSql(superuser, 'CREATE DATABASE shop TEMPLATE template0 OWNER dev')
  await runSql(at, smallSql)
  const { directory, store, ...project } = await createProject({ fixture: 'empty' })
  const onServer = (sql: string) => runSql(superuser, sql)
  return {
    directory,
    store,
    pgsafe: (args, run = {}) => project.pgsafe(args, { ...run, env: { DATABASE_URL: urlOf(at), ...run.env } }),
    query: (sql) => runSql(at, sql),
    superuserUrl: urlOf(superuser),
    onServer,
    fingerprint: () => fingerprint({ ...superuser, database: 'shop' }),
    ownDatabases: () => onServer("SELECT datname FROM pg_database WHERE datname LIKE 'pgsafe\\_%' ORDER BY datname"),
    journals: () => readdirSync(join(store, '.pgsafe/journal')),
    crash: () => crash(superuser),
  }
}

/** A process that is killed takes all others and the shared memory along (restart_after_crash). */
async function crash(superuser: SqlTarget): Promise<void> {
  const walWriter = () => runSql(superuser, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'")
  const before = await walWriter()
  process.kill(Number(before), 'SIGKILL')
  await expect.poll(() => walWriter().catch(() => before), { timeout: 20_000 }).not.toBe(before)
}
