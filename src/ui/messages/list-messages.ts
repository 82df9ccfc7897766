import type { KeptSummary } from '../../domain/summarize-kept.ts'
import { formatAge } from '../../domain/format-age.ts'
import { formatSize } from '../../domain/format-size.ts'
import { formatDate } from '../format-date.ts'
import { entryName, type ListedEntry } from '../../domain/catalogue-entry.ts'
import { describeEntry } from '../describe-entry.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface ListView {
  /** Newest first. */
  readonly entries: readonly ListedEntry[]
  /** What is kept on the server, newest first. */
  readonly kept: readonly KeptSummary[]
  readonly now: Date
  readonly directory: string
  /** undefined: every database in the store. */
  readonly database: string | undefined
}

/** What `pgsafe list`, `pin` and `unpin` say. */
export const listMessages = {
  listTable: ({ entries, kept, now, directory, database }: ListView): string => {
    const of = database === undefined ? '' : ` of "${printable(database)}"`
    const onServer = keptLines(kept, now)
    if (entries.length === 0) {
      return [`No backups${of} in ${directory}. The first one: pgsafe backup`, ...onServer].join('\n')
    }
    const blocks = entries.map((entry) => {
      const id = entry.kind === 'backup' ? style.faint(` (id ${entry.manifest.id})`) : ''
      return `\n${style.strong(printable(entryName(entry)))}${id}\n  ${describeEntry(entry, now).join('\n  ')}`
    })
    return [`Backups${of} in ${directory}, newest first:`, ...blocks, ...onServer].join('\n')
  },

  pinned: (file: string): string => `Pinned: ${printable(file)} is kept for ever. To reverse: pgsafe unpin ${file}`,
  unpinned: (file: string): string => `Unpinned: retention decides about ${printable(file)} again.`,
}

/** Not in the store, but as good as a backup for as long as the server is there. */
function keptLines(kept: readonly KeptSummary[], now: Date): string[] {
  if (kept.length === 0) return []
  const blocks = kept.flatMap(({ name, kind, bytes, at, reason, step }) => {
    const time = new Date(at)
    const what = kind === 'snapshot' ? `snapshot made by ${reason}` : `replaced by ${reason}`
    const size = bytes === null ? 'not known' : formatSize(bytes)
    return [
      '',
      style.strong(printable(name)),
      `  Size: ${size} | Date: ${formatDate(time)} | ${formatAge(time, now)}`,
      `  ${what} | to bring it back: pgsafe undo ${step}`,
    ]
  })
  return ['', 'Kept on the server:', ...blocks]
}
