import { chown, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { ServerBinaries } from './find-server-binaries.ts'
import type { ServerAccount } from './server-account.ts'
import { serverEnvironment } from './server-environment.ts'

interface Initialisation {
  readonly binaries: ServerBinaries
  readonly home: string
  readonly account: ServerAccount | undefined
  readonly user: string
  readonly password: string
}

/** initdb into `home/data`, with C.UTF-8 where the system knows it, else plain C. */
export async function initialiseCluster(
  ctx: Pick<Context, 'process' | 'env' | 'signal'>,
  init: Initialisation,
): Promise<void> {
  const passwordFile = join(init.home, 'password')
  await writeFile(passwordFile, init.password, { mode: 0o600, flag: 'wx' })
  if (init.account !== undefined) await chown(passwordFile, init.account.uid, init.account.gid)
  const initdb = (locale: string) =>
    ctx.process.run(
      init.binaries.initdb,
      [
        `--pgdata=${join(init.home, 'data')}`,
        `--username=${init.user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        `--locale=${locale}`,
        '--no-sync',
      ],
      { env: serverEnvironment(ctx), cwd: init.home, signal: ctx.signal, timeoutMs: 60_000, ...init.account },
    )
  const first = await initdb('C.UTF-8')
  const finished = /invalid locale/.test(first.stderr) ? await initdb('C') : first
  await rm(passwordFile)
  ctx.signal.throwIfAborted()
  if (finished.exitCode === 0) return
  const reason = finished.stderr.trim() || finished.spawnError || 'it gave no reason'
  throw new PgsafeError('server-unsuitable', `initdb failed: ${reason}`)
}
