import type { TestProject } from 'vitest/node'
import { startThrowawayServer } from '../../../src/postgres/throwaway-server.ts'
import { createProcessRunner } from '../../../src/system/execa-process-runner.ts'
import { runSql } from '../../support/psql.ts'
import { serverOf } from '../../support/test-servers.ts'
import { report } from './report.ts'
import { type TestServer, urlOf } from '../../support/test-server.ts'

/** PostgreSQL's own defaults, which the throw-away server gives up for speed: what is measured here has to be durable. */
export const durableSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  log_checkpoints: 'on',
}

/** 10,000 tables are more than the default lock table holds in one transaction: pg_dump needs one for each. */
const lockTable = { max_locks_per_transaction: '256' }

type Login = Pick<TestServer, 'host' | 'port' | 'user' | 'password'>

/**
 * One server for the whole run, at its defaults, in the directory for temporary files; or the one that `PGSAFE_BENCH_URL`
 * names (a superuser's URL), which keeps the databases for the next run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['PGSAFE_BENCH_URL'] ?? ''
  const { stop, ...login } = running === '' ? await startServer() : { ...loginIn(running), stop: () => undefined }
  const known = { engine: 'local', ...login, socketDirectory: null } as const
  const url = urlOf({ ...known, database: 'postgres' })
  const version = await runSql({ ...login, database: 'postgres' }, 'SHOW server_version')
  const [number = version] = version.split(' ')
  project.provide('postgres', { ...known, url, version: number, major: Number.parseInt(number, 10) })
  return async () => {
    await stop()
    report()
  }
}

async function startServer(): Promise<Login & { readonly stop: () => Promise<void> }> {
  const major = process.env['PGSAFE_TEST_MAJOR'] ?? ''
  const binaries = major === '' ? undefined : serverOf(Number(major))
  const { host, port, user, password, stop } = await startThrowawayServer(
    { process: createProcessRunner(), env: process.env, cwd: process.cwd(), signal: new AbortController().signal },
    { extraSettings: { ...durableSettings, ...lockTable }, ...(binaries === undefined ? {} : { binaries }) },
  )
  return { host, port, user, password, stop }
}

function loginIn(text: string): Login {
  const { hostname, port, username, password } = new URL(text)
  return { host: hostname, port: Number(port), user: username, password: decodeURIComponent(password) }
}
