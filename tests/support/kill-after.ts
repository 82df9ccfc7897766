import { existsSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { beforeLine } from './before-line.ts'
import type { Project } from './project.ts'
import { replacedPrograms } from './replaced-programs.ts'

export interface KillPoint {
  /** For the run that is to be killed. */
  readonly env: { readonly PGSAFE_PG_BIN: string }
  /** Whether the point was reached. */
  readonly happened: () => boolean
}

/**
 * Makes pgsafe die by SIGKILL at one certain point: right after the first psql whose SQL matches (an extended regular
 * expression) has ended, before pgsafe learns of it.
 */
export function killAfter(project: Pick<Project, 'directory'>, sql: string): KillPoint {
  return killPoint(
    project,
    (directory, happened) => `
seen="${directory}/$$"
tee "$seen" | "$real" "$@"
status=$?
if [ ! -e '${happened}' ] && grep -qE '${sql}' "$seen"; then : > '${happened}'; kill -9 $PPID; sleep 1; fi
exit $status`,
  )
}

/** The same right before a psql gets a line that holds `text`. */
export function killBefore(project: Pick<Project, 'directory'>, text: string): KillPoint {
  return killPoint(project, (_directory, happened) => beforeLine(happened, text, 'kill -9 $PPID; sleep 1'))
}

function killPoint(
  project: Pick<Project, 'directory'>,
  write: (directory: string, happened: string) => string,
): KillPoint {
  const directory = mkdtempSync(join(project.directory, 'kill-'))
  const happened = join(directory, 'happened')
  const script = write(directory, happened)
  return { env: replacedPrograms(directory, { psql: script }), happened: () => existsSync(happened) }
}
