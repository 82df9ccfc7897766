import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Environment } from '../system/context.ts'

/** Where packagers put client programs: the parent, the pattern of an installation's name, the programs below it. */
const installations: readonly (readonly [string, RegExp, string])[] = [
  ['/usr/lib/postgresql', /^\d+$/, 'bin'], // Debian, Ubuntu
  ['/usr', /^pgsql-\d+$/, 'bin'], // PGDG for RHEL and its kin
  ['/usr/libexec', /^postgresql\d+$/, ''], // Alpine
  ['/opt/homebrew/opt', /^(?:postgresql@\d+|libpq)$/, 'bin'],
  ['/usr/local/opt', /^(?:postgresql@\d+|libpq)$/, 'bin'], // Homebrew on Intel
  ['/Applications/Postgres.app/Contents/Versions', /^[\d.]+$/, 'bin'],
  ['C:\\Program Files\\PostgreSQL', /^\d+$/, 'bin'],
]

/**
 * The directories that may hold psql, pg_dump and pg_restore: `PGSAFE_PG_BIN` and nothing else when it is set, else those of
 * PATH, then the installations that packages make beside it.
 */
export function clientDirectories(env: Environment): string[] {
  const chosen = env['PGSAFE_PG_BIN']
  if (chosen !== undefined && chosen !== '') return [chosen]
  const path = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((directory) => directory !== '')
  const installed = installations.flatMap(([parent, name, programs]) =>
    namesIn(parent)
      .filter((entry) => name.test(entry))
      .map((entry) => join(parent, entry, programs)),
  )
  return [...new Set([...path, ...installed])]
}

/** Synchronously, as all that comes before the programs are started: behind the files of a command that is loading they would wait. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    // Most of these exist on other systems only; one that we may not list has no programs for us either.
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}
