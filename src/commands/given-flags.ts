import type { GlobalFlags } from '../config/global-flags.ts'
import { formatRestoreLine, type WayBack } from '../domain/restore-line.ts'
import type { Run } from './open-run.ts'

interface Given {
  readonly run: Pick<Run, 'target' | 'store'>
  readonly flags: GlobalFlags
}

/** What a line that is printed has to repeat, since it was given on the command line and is found nowhere else. */
export function givenFlags({ run, flags }: Given): Pick<WayBack, 'directory' | 'config' | 'url' | 'to'> {
  const { source, url, database } = run.target
  const isElsewhere = source === '--to'
  return {
    directory: flags.dir === undefined ? undefined : run.store.directory,
    config: flags.config,
    url: source === '--url' || (isElsewhere && flags.url !== undefined) ? url : undefined,
    to: isElsewhere ? database : undefined,
  }
}

/** The line that reverses a restore or undo, to be typed where that was run. */
export function undoLine(given: Given): string {
  return formatRestoreLine({ backupId: undefined, server: 'same', ...givenFlags(given) })
}
