import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import { resolveTarget } from '../config/resolve-target.ts'
import type { CatalogueEntry } from '../domain/catalogue-entry.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { isPgsafeError } from '../errors.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { openStore } from '../store/open-store.ts'
import { readUndoChain } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'

export interface ListFlags {
  readonly all?: boolean
}

/** `pgsafe list`: this database's backups (by its name: nothing is connected to), newest first; without a database, all. */
export async function runList(ctx: Context, flags: ListFlags & GlobalFlags): Promise<void> {
  const { settings, loaded } = await resolveSettings(ctx, flags)
  const store = openStore(settings.directory.value)
  const database =
    flags.all === true ? undefined : databaseName(() => resolveTarget({ flags, env: ctx.env, settings, loaded }))
  const entries = (await readCatalogue(store)).filter((entry) => database === undefined || belongsTo(entry, database))
  const kept = (await readUndoChain(store)).flatMap(({ keptDatabase }) => (keptDatabase === null ? [] : [keptDatabase]))
  ctx.ui.result({ backups: entries.map(describe), kept }, () =>
    ctx.ui.data(messages.listTable({ entries, now: ctx.now(), directory: store.directory, database })),
  )
}

/** Without a database to name, a store still has something to show. */
function databaseName(resolve: () => { database: string }): string | undefined {
  try {
    return resolve().database
  } catch (error) {
    if (isPgsafeError(error, 'no-database-url')) return undefined
    throw error
  }
}

/** What cannot be told apart by name is shown rather than hidden. */
function belongsTo(entry: CatalogueEntry, database: string): boolean {
  if (entry.kind === 'backup') return entry.manifest.database.name === database
  return entry.kind === 'broken' || entry.database === undefined || entry.database === database
}

function describe(entry: CatalogueEntry): object {
  if (entry.kind === 'backup') return summarizeBackup(entry.path, entry.manifest)
  const { kind, path, name: file } = entry
  const unverified = { id: null, file, path, createdAt: null, rows: null, verification: null }
  if (kind === 'broken') return { ...unverified, database: null, bytes: null, problem: entry.problem }
  return { ...unverified, database: entry.database ?? null, bytes: entry.bytes, foreign: true }
}
