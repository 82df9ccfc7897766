import { chmodSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { clientProgram } from './psql.ts'

/**
 * A directory for PGSAFE_PG_BIN in which one program is a shell script around the real one (`"$real"`) and the others are
 * the real ones. The script is not asked for the version; it writes the file `happened` (`"$happened"`) when its fault occurs.
 */
export function fakeTools(
  script: string,
  program: 'pg_dump' | 'pg_restore' = 'pg_dump',
): { readonly directory: string; readonly happened: string } {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-tools-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  for (const name of ['psql', 'pg_dump', 'pg_restore'] as const) {
    if (name !== program) symlinkSync(clientProgram(name), join(directory, name))
  }
  const happened = join(directory, 'happened')
  const path = join(directory, program)
  const real = clientProgram(program)
  writeFileSync(
    path,
    `#!/bin/sh\nreal='${real}'\nhappened='${happened}'\ncase "$1" in --version) exec "$real" --version;; esac\n${script}\n`,
  )
  chmodSync(path, 0o755)
  return { directory, happened }
}
