import type { GlobalFlags } from '../config/global-flags.ts'
import type { ListedEntry } from '../domain/catalogue-entry.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { summarizeKept, type KeptSummary } from '../domain/summarize-kept.ts'
import { listCatalogue } from '../store/list-catalogue.ts'
import type { Store } from '../store/open-store.ts'
import { readUndoChain } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
// All sentences of all commands would take as long to load as the rest of this one.
import { listMessages } from '../ui/messages/list-messages.ts'
import { findOwnEntries } from './find-own-entries.ts'
import { mentionDeadRuns } from './mention-dead-runs.ts'

export interface ListFlags {
  readonly all?: boolean
}

/** `pgsafe list`: this database's backups, newest first; without a database, or with `--all`, everything in the store. */
export async function runList(ctx: Context, flags: ListFlags & GlobalFlags): Promise<void> {
  const own = await findOwnEntries(ctx, flags, listCatalogue)
  const entries = flags.all === true ? own.all : own.entries
  const database = flags.all === true ? undefined : own.database
  const kept = await findKept(own.store, database)
  await mentionDeadRuns(ctx, own.store)
  ctx.ui.result(documentOf(entries, kept), () =>
    ctx.ui.data(listMessages.listTable({ entries, kept, now: ctx.now(), directory: own.store.directory, database })),
  )
}

/** Worked out only where it is asked for: of a thousand backups it takes a while. */
function documentOf(entries: readonly ListedEntry[], kept: readonly KeptSummary[]): object {
  return {
    get backups() {
      return entries.map(describe)
    },
    kept,
  }
}

/** Newest first, like the backups; without a database everybody's. */
async function findKept(store: Store, database: string | undefined): Promise<KeptSummary[]> {
  const kept = (await readUndoChain(store)).flatMap((step) => summarizeKept(step) ?? [])
  return kept.filter((of) => database === undefined || of.database === database).toReversed()
}

function describe(entry: ListedEntry): object {
  if (entry.kind === 'backup') return summarizeBackup(entry.path, entry.manifest)
  const { kind, path, name: file } = entry
  const unverified = { id: null, file, path, createdAt: null, rows: null, verification: null }
  if (kind === 'broken') return { ...unverified, database: null, bytes: null, problem: entry.problem }
  return { ...unverified, database: entry.database ?? null, bytes: entry.bytes, foreign: true }
}
