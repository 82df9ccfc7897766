import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import { resolveTarget } from '../config/resolve-target.ts'
import type { CatalogueEntry } from '../domain/catalogue-entry.ts'
import { isPgsafeError } from '../errors.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'

export interface OwnEntries {
  readonly store: Store
  /** This database's, newest first. */
  readonly entries: readonly CatalogueEntry[]
  /** The whole store's. */
  readonly all: readonly CatalogueEntry[]
  /** undefined: no database is named, and `entries` are all. */
  readonly database: string | undefined
}

/** What the store holds of this database, by its name: nothing is connected to. */
export async function findOwnEntries(ctx: Context, flags: GlobalFlags): Promise<OwnEntries> {
  const { settings, loaded } = await resolveSettings(ctx, flags)
  const store = openStore(settings.directory.value)
  const database = nameOf(() => resolveTarget({ flags, env: ctx.env, settings, loaded }))
  const all = await readCatalogue(store)
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
function belongsTo(entry: CatalogueEntry, database: string): boolean {
  if (entry.kind === 'backup') return entry.manifest.database.name === database
  if (entry.kind === 'foreign') return entry.database === undefined || entry.database === database
  return true
}
