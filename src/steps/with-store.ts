import { cleanLeftovers } from '../store/clean-leftovers.ts'
import { withStoreLock } from '../store/lock.ts'
import { prepareStore, type Store } from '../store/open-store.ts'
import { removeAbandonedDirectories } from '../system/abandoned-directories.ts'
import type { Context } from '../system/context.ts'

/** The store to ourselves: created if missing, locked, and cleared of what killed runs left in it. Throws `locked` (8). */
export async function withStore<T>(
  ctx: Context,
  { store, purpose }: { readonly store: Store; readonly purpose: string },
  action: () => Promise<T>,
): Promise<T> {
  await prepareStore(store)
  return withStoreLock(ctx, store, { purpose }, async () => {
    await removePassfiles(ctx)
    const { completed, removed, deleted } = await cleanLeftovers(store)
    const tidied = completed.length + removed.length + deleted.length
    if (tidied > 0) ctx.ui.detail(`cleared away what ${tidied} interrupted steps had left in ${store.directory}`)
    return action()
  })
}

/** A killed run leaves its passfile in the directory for temporary files; one that cannot be removed stops nobody. */
async function removePassfiles(ctx: Context): Promise<void> {
  try {
    const removed = await removeAbandonedDirectories()
    for (const path of removed) ctx.ui.detail(`removed ${path}, which a killed run had left behind`)
  } catch (error) {
    ctx.ui.detail(`what killed runs left in the temporary directory stays: ${String(error)}`)
  }
}
