import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { findEmbeddedServer } from '../../../src/postgres/embedded-server.ts'
import type { ServerBinaries } from '../../../src/postgres/find-server-binaries.ts'
import { clientFolders, serverOf } from '../test-servers.ts'

/** The majors that pgsafe supports. */
export const supportedMajors = [14, 15, 16, 17, 18]

export interface Clients {
  readonly major: number
  /** "17.11" */
  readonly version: string
  /** For PGSAFE_PG_BIN. */
  readonly directory: string
}

/** The server programs of a major: installed or fetched ones, else those of the development dependency. */
export function findServer(major: number): ServerBinaries | undefined {
  const embedded = findEmbeddedServer(import.meta.dirname)
  return serverOf(major) ?? (embedded?.version.startsWith(`${String(major)}.`) === true ? embedded : undefined)
}

/** Every set of client programs on this machine, oldest first. */
export function findClients(): Clients[] {
  return clientFolders().map(describeClients).reverse()
}

function describeClients(directory: string): Clients {
  const printed = execFileSync(join(directory, 'pg_dump'), ['--version'], { encoding: 'utf8' })
  const version = /\(PostgreSQL\) ([\d.]+)/.exec(printed)?.[1] ?? printed
  return { directory, version, major: Number.parseInt(version, 10) }
}
