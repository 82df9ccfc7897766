import type { TestProject } from 'vitest/node'
import { startThrowawayServer } from '../../../src/postgres/throwaway-server.ts'
import { createProcessRunner } from '../../../src/system/execa-process-runner.ts'
import { runSql } from '../../support/psql.ts'
import { serverOf } from '../../support/test-servers.ts'
import { report } from './report.ts'
import { superuserOf, urlOf } from '../../support/test-server.ts'

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

/** One server for the whole run, at its defaults, in the directory for temporary files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const major = process.env['PGSAFE_TEST_MAJOR'] ?? ''
  const binaries = major === '' ? undefined : serverOf(Number(major))
  const server = await startThrowawayServer(
    { process: createProcessRunner(), env: process.env, cwd: process.cwd(), signal: new AbortController().signal },
    { extraSettings: { ...durableSettings, ...lockTable }, ...(binaries === undefined ? {} : { binaries }) },
  )
  const { host, port, user, password, stop } = server
  const known = { engine: 'local', host, port, user, password, socketDirectory: null } as const
  const url = urlOf({ ...known, database: 'postgres' })
  const version = await runSql(superuserOf({ ...known, url, version: '', major: 0 }, 'postgres'), 'SHOW server_version')
  project.provide('postgres', {
    ...known,
    url,
    version: version.split(' ')[0] ?? version,
    major: Number.parseInt(version, 10),
  })
  return async () => {
    await stop()
    report()
  }
}
