import type { CataloguedBackup } from '../domain/catalogue-entry.ts'
import type { Manifest } from '../domain/manifest.ts'
import { applyRetention, type RetentionPolicy, type RetentionResult } from '../domain/retention.ts'
import { isPgsafeError } from '../errors.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { writeCatalogueIndex } from '../store/catalogue-index.ts'
import type { Store } from '../store/open-store.ts'
import { removeBackup } from '../store/remove-backup.ts'
import type { Context } from '../system/context.ts'

/** A manifest that knows where it came from. */
type Prunable = Manifest & { readonly entry: CataloguedBackup }
export type PrunePlan = RetentionResult<Prunable>

/** What retention says of the store as it is now. Changes nothing. */
export async function planPrune(ctx: Context, store: Store, policy: RetentionPolicy): Promise<PrunePlan> {
  const entries = await readCatalogue(store)
  const backups = entries.flatMap((entry) => (entry.kind === 'backup' ? [{ ...entry.manifest, entry }] : []))
  return applyRetention(backups, policy, ctx.now())
}

/** Carries a plan out. The caller has held the store's lock since before the plan was made. */
export async function carryOutPrune(ctx: Pick<Context, 'ui'>, store: Store, plan: PrunePlan): Promise<void> {
  for (const { backup } of plan.remove) await removeBackup(store, backup.entry)
  await indexWhatStays(ctx, store, plan)
}

/** `list` is faster with an index, and as right without one. */
async function indexWhatStays(ctx: Pick<Context, 'ui'>, store: Store, { keep }: PrunePlan): Promise<void> {
  try {
    await writeCatalogueIndex(
      store,
      keep.map(({ backup }) => backup.entry),
    )
  } catch (error) {
    if (!isPgsafeError(error, 'store-unwritable')) throw error
    ctx.ui.detail(error.message)
  }
}
