import { planKeptRetention } from '../steps/plan-kept-retention.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { Run } from './open-run.ts'
import { retireKept } from './retire-kept.ts'

/**
 * Drops the target's kept databases and snapshots that retention no longer covers. Only databases of this store's undo chain:
 * those of other stores are not ours to touch. A problem is a warning. Needs the store's lock.
 */
export async function retireKeptDatabases(
  ctx: Context,
  { run, server: { maintenance } }: { readonly run: Run; readonly server: Pick<ReachedServer, 'maintenance'> },
): Promise<void> {
  const { systemIdentifier } = maintenance.server
  const { store, target, settings } = run
  const plan = await planKeptRetention(ctx, {
    store,
    systemIdentifier,
    name: target.database,
    limits: settings.keptDatabases,
  })
  for (const { step } of plan.remove) {
    const name = step.keptDatabase?.name ?? ''
    await asWarning(ctx, messages.keptRemains(name), () => retireKept(ctx, { run, maintenance, step }))
  }
}
