import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientProgram } from './psql.ts'

/**
 * A folder with PostgreSQL's client programs, some of them replaced by a shell script in which `$real` is the real one and
 * `--version` is answered truthfully. Returns the variable that makes pgsafe use them and no others.
 */
export function replacedPrograms(
  directory: string,
  scripts: Partial<Readonly<Record<'psql' | 'pg_dump' | 'pg_restore' | 'pg_dumpall', string>>>,
): { PGSAFE_PG_BIN: string } {
  const bin = join(directory, 'replaced-programs')
  mkdirSync(bin)
  for (const name of ['psql', 'pg_dump', 'pg_restore', 'pg_dumpall'] as const) {
    const [file, real, script] = [join(bin, name), clientProgram(name), scripts[name]]
    const version = 'case "$*" in *--version*) exec "$real" --version;; esac'
    if (script === undefined) symlinkSync(real, file)
    else writeFileSync(file, `#!/bin/sh\nreal=${real}\n${version}\n${script}\n`, { mode: 0o755 })
  }
  return { PGSAFE_PG_BIN: bin }
}
