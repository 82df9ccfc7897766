import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import { resolveTarget } from '../config/resolve-target.ts'
import type { ListedEntry } from '../domain/catalogue-entry.ts'
import { isPgsafeError } from '../errors.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'

export interface OwnEntries<Entry extends ListedEntry> {
  readonly store: Store
  /** This database's, newest first. */
  readonly entries: readonly Entry[]
  /** The whole store's. */
  readonly all: readonly Entry[]
  /** undefined: no database is named, and `entries` are all. */
  readonly database: string | undefined
}

/** What the store holds of this database, by its name, as `read` reads it: nothing is connected to. */
export async function findOwnEntries<Entry extends ListedEntry>(
  ctx: Context,
  flags: GlobalFlags,
  read: (store: Store) => Promise<Entry[]>,
): Promise<OwnEntries<Entry>> {
  const { settings, loaded } = await resolveSettings(ctx, flags)
  const store = openStore(settings.directory.value)
  const database = nameOf(() => resolveTarget({ flags, env: ctx.env, settings, loaded }))
  const all = await read(store)
  const entries = database === undefined ? all : all.filter((entry) => belongsTo(entry, database))
  return { store, entries, all, database }
}

/** Without a database to name, a store still has something to show. */
function nameOf(resolve: () => { readonly database: string }): string | undefined {
  try {
    return resolve().database
  } catch (error) {
    if (isPgsafeError(error, 'no-database-url')) return undefined
    throw error
  }
}

/** What cannot be told apart by name is shown rather than hidden. */
function belongsTo(entry: ListedEntry, database: string): boolean {
  if (entry.kind === 'backup') return entry.manifest.database.name === database
  if (entry.kind === 'foreign') return entry.database === undefined || entry.database === database
  return true
}
