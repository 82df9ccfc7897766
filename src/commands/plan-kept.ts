import type { GlobalFlags } from '../config/global-flags.ts'
import type { KeptPlan } from '../domain/kept-retention.ts'
import { isPgsafeError } from '../errors.ts'
import { planKeptRetention } from '../steps/plan-kept-retention.ts'
import { withServer } from '../steps/with-server.ts'
import type { Store } from '../store/open-store.ts'
import { readUndoChain, type UndoEntry } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { clearDeadRuns } from './clear-dead-runs.ts'
import { openRun, type Run } from './open-run.ts'
import { retireKept } from './retire-kept.ts'

/** What retention would do with what this store keeps on the server, and the run to carry it out with. */
export interface KeptToPrune extends KeptPlan<UndoEntry> {
  readonly run: Run
}

/**
 * undefined: nothing is kept, or the server cannot be asked, which is a warning: retention of the backups goes on without it.
 * Connects only when the undo chain says that something is kept. Needs the store's lock.
 */
export async function planKept(ctx: Context, flags: GlobalFlags, store: Store): Promise<KeptToPrune | undefined> {
  const chain = await readUndoChain(store)
  if (chain.every(({ keptDatabase }) => keptDatabase === null)) return undefined
  try {
    const run = await openRun(ctx, flags)
    return await withServer(ctx, run.target, async ({ maintenance }) => {
      if (flags.dryRun !== true) await clearDeadRuns(ctx, { run, at: maintenance })
      const { systemIdentifier } = maintenance.server
      const plan = await planKeptRetention(ctx, { store, systemIdentifier, limits: run.settings.keptDatabases })
      return { ...plan, run }
    })
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (!isPgsafeError(error)) throw error
    ctx.ui.warn(messages.keptNotLookedAt(error.message))
    return undefined
  }
}

/** Drops what the plan removes; the only copy of a state is dumped and verified first. Needs the store's lock. */
export async function carryOutKept(ctx: Context, { run, remove }: KeptToPrune): Promise<void> {
  if (remove.length === 0) return
  await withServer(ctx, run.target, async ({ maintenance }) => {
    for (const { step } of remove) await retireKept(ctx, { run, maintenance, step })
  })
}
