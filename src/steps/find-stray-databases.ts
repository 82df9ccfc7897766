import { buildingRunOf } from '../domain/database-names.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import { listDatabases } from '../postgres/list-databases.ts'
import { readJournals } from '../store/journal.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'

export interface StrayDatabase {
  readonly name: string
  readonly bytes: number | null
  /** Somebody is connected: it may be a restore of another store, at work. */
  readonly inUse: boolean
}

/** Half-built databases on the server that no journal of this store knows: by their names ours, but perhaps another store's. */
export async function findStrayDatabases(
  ctx: Context,
  { store, at }: { readonly store: Store; readonly at: SqlEndpoint },
): Promise<StrayDatabase[]> {
  const known = new Set((await readJournals(store)).map(({ runId }) => runId))
  return (await listDatabases(ctx, at)).flatMap(({ name, bytes, sessions }) => {
    const runId = buildingRunOf(name)
    return runId === undefined || known.has(runId) ? [] : [{ name, bytes, inUse: sessions > 0 }]
  })
}
