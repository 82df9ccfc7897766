import { spawn } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { runSql, type SqlTarget } from './psql.ts'
import { temporaryDirectory } from './test-context.ts'

/** `PGSAFE_TEST_PGBOUNCER`, else Debian's; undefined where there is none. */
export const pgbouncer = [process.env['PGSAFE_TEST_PGBOUNCER'], '/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(
  (path) => path !== undefined && path !== '' && existsSync(path),
)

/** A pgbouncer in front of the server, until the test ends: every database of it, as this role. */
export async function startPgbouncer(at: SqlTarget, mode: 'transaction' | 'session'): Promise<SqlTarget> {
  const port = await freePort()
  const config = join(temporaryDirectory(), 'pgbouncer.ini')
  writeFileSync(config, configOf({ at, mode, port }))
  chmodSync(join(config, '..'), 0o755)
  const child = spawn(pgbouncer ?? '', [config], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const through = { ...at, host: '127.0.0.1', port }
  await expect.poll(() => runSql(through, 'SELECT 1').catch(() => ''), { timeout: 20_000 }).toBe('1')
  return through
}

/** It refuses to run as root, so it becomes nobody. */
function configOf({ at, mode, port }: { at: SqlTarget; mode: string; port: number }): string {
  return `[databases]
* = host=${at.host} port=${String(at.port)} user=${at.user} password=${at.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(port)}
auth_type = any
pool_mode = ${mode}
unix_socket_dir =
${process.getuid?.() === 0 ? 'user = nobody' : ''}
`
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
