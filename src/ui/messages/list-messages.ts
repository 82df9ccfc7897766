import { entryName, type CatalogueEntry } from '../../domain/catalogue-entry.ts'
import { describeEntry } from '../describe-entry.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface ListView {
  /** Newest first. */
  readonly entries: readonly CatalogueEntry[]
  readonly now: Date
  readonly directory: string
  /** undefined: every database in the store. */
  readonly database: string | undefined
}

/** What `pgsafe list`, `pin` and `unpin` say. */
export const listMessages = {
  listTable: ({ entries, now, directory, database }: ListView): string => {
    const of = database === undefined ? '' : ` of "${printable(database)}"`
    if (entries.length === 0) return `No backups${of} in ${directory}. The first one: pgsafe backup`
    const blocks = entries.map((entry) => {
      const id = entry.kind === 'backup' ? style.faint(` (id ${entry.manifest.id})`) : ''
      return [style.strong(printable(entryName(entry))) + id, ...describeEntry(entry, now).map((line) => `  ${line}`)]
    })
    return [`Backups${of} in ${directory}, newest first:`, ...blocks.flatMap((lines) => ['', ...lines])].join('\n')
  },

  pinned: (file: string): string => `Pinned: ${printable(file)} is kept for ever. To reverse: pgsafe unpin ${file}`,
  unpinned: (file: string): string => `Unpinned: retention decides about ${printable(file)} again.`,
}
