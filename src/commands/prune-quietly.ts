import { retentionPolicy } from '../config/retention-policy.ts'
import { carryOutPrune, planPrune } from '../steps/prune-backups.ts'
import { withStore } from '../steps/with-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'

/** Retention after a verified backup. The backup stands whatever happens here, so a problem is a warning. */
export async function pruneQuietly(ctx: Context, { settings, store, caller }: Run): Promise<void> {
  if (!settings.retention.afterBackup.value) return
  try {
    const removed = await withStore(ctx, { store, purpose: 'prune' }, async () => {
      const plan = await planPrune(ctx, store, retentionPolicy(settings, caller))
      await carryOutPrune(ctx, store, plan)
      return plan.remove.length
    })
    if (removed > 0) ctx.ui.say(messages.prunedAfterBackup(removed))
  } catch (error) {
    ctx.ui.warn(`old backups were not removed: ${error instanceof Error ? error.message : String(error)}`)
  }
}
