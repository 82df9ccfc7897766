import { cleanLeftovers, type CleanedLeftovers } from '../store/clean-leftovers.ts'
import { withStoreLock } from '../store/lock.ts'
import { prepareStore, type Store } from '../store/open-store.ts'
import { removeAbandonedDirectories } from '../system/abandoned-directories.ts'
import type { Context } from '../system/context.ts'

/** What dead runs had left in the store, and outside of it (directories with their passfiles). */
export interface Tidied extends CleanedLeftovers {
  readonly passfiles: readonly string[]
}

/** The store to ourselves: created if missing, locked, and cleared of what killed runs left in it. Throws `locked` (8). */
export async function withStore<T>(
  ctx: Context,
  { store, purpose }: { readonly store: Store; readonly purpose: string },
  action: (tidied: Tidied) => Promise<T>,
): Promise<T> {
  await prepareStore(store)
  return withStoreLock(ctx, store, { purpose }, async () => {
    const passfiles = await removePassfiles(ctx)
    const cleaned = await cleanLeftovers(store)
    const steps = cleaned.completed.length + cleaned.removed.length + cleaned.deleted.length
    if (steps > 0) ctx.ui.detail(`cleared away what ${steps} interrupted steps had left in ${store.directory}`)
    return action({ ...cleaned, passfiles })
  })
}

/** A killed run leaves its passfile in the directory for temporary files; one that cannot be removed stops nobody. */
async function removePassfiles(ctx: Context): Promise<readonly string[]> {
  try {
    const removed = await removeAbandonedDirectories()
    for (const path of removed) ctx.ui.detail(`removed ${path}, which a killed run had left behind`)
    return removed
  } catch (error) {
    ctx.ui.detail(`what killed runs left in the temporary directory stays: ${String(error)}`)
    return []
  }
}
