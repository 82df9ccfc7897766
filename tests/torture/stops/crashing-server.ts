import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { findServerBinaries } from '../../../src/postgres/find-server-binaries.ts'
import { findServerAccount } from '../../../src/postgres/server-account.ts'
import { startThrowawayServer } from '../../../src/postgres/throwaway-server.ts'
import { createProcessRunner } from '../../../src/system/execa-process-runner.ts'
import { urlOf, type TestServer } from '../../support/test-server.ts'

export interface CrashingServer {
  readonly server: TestServer
  /** `pg_ctl stop -m immediate`: every process of it ends at once, and nothing is written down. */
  readonly crash: () => Promise<void>
  /** On the same port, with the same settings; returns when it has recovered. */
  readonly start: () => Promise<void>
}

/** The machine itself stays up, so nothing that was written is lost without fsync; what was not written would be. */
const durable = { synchronous_commit: 'on', full_page_writes: 'on' }

/** A server of the test's own, which goes when the test ends. */
export async function startCrashingServer(): Promise<CrashingServer> {
  const { signal } = new AbortController()
  const ctx = { process: createProcessRunner(), env: process.env, cwd: process.cwd(), signal }
  const binaries = await findServerBinaries(ctx)
  const started = await startThrowawayServer(ctx, { binaries, extraSettings: durable })
  const { dataDirectory, host, port, user, password, version, socketDirectory = null } = started
  const control = (...words: readonly string[]) =>
    pgCtl(join(dirname(binaries.postgres), 'pg_ctl'), dataDirectory, words)
  const crash = () => control('stop', '-m', 'immediate', '-w')
  // pg_ctl's own children outlive this process.
  const onExit = () => killServer(dataDirectory)
  process.once('exit', onExit)
  onTestFinished(async () => {
    await crash()
    await started.stop()
    process.off('exit', onExit)
  })
  const login = { host, port, user, password }
  return {
    server: {
      ...login,
      engine: 'local',
      version,
      major: Number.parseInt(version, 10),
      url: urlOf({ ...login, database: 'postgres' }),
      socketDirectory,
    },
    crash,
    // What is stopped already is only started, with the words of its last start: that is how `restart` differs from `start`.
    start: () => control('restart', '-m', 'immediate', '-w', '-l', join(dataDirectory, 'restarted.log')),
  }
}

async function pgCtl(program: string, dataDirectory: string, words: readonly string[]): Promise<void> {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' }
  await promisify(execFile)(program, ['-D', dataDirectory, ...words], {
    env,
    cwd: dataDirectory,
    ...findServerAccount(),
  })
}

function killServer(dataDirectory: string): void {
  const pid = Number(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(pid, 'SIGQUIT')
}
