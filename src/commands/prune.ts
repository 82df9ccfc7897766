import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import { retentionPolicy } from '../config/retention-policy.ts'
import { summarizeKept } from '../domain/summarize-kept.ts'
import { identifyCaller } from '../steps/identify-caller.ts'
import { carryOutPrune, planPrune, type PrunePlan } from '../steps/prune-backups.ts'
import { withStore } from '../steps/with-store.ts'
import { openStore } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { PruneView } from '../ui/messages/prune-messages.ts'
import { confirmTidying } from './confirm-tidying.ts'
import { mentionDeadRuns } from './mention-dead-runs.ts'
import { carryOutKept, planKept, type KeptToPrune } from './plan-kept.ts'

export interface PruneFlags {
  readonly days?: number
  readonly keepLast?: number
  readonly keepDaily?: number
  readonly keepWeekly?: number
  readonly keepMonthly?: number
}

/**
 * `pgsafe prune`: shows what retention would do and why, asks, does it. Connects to the server only when something of this
 * store is kept there.
 */
export async function runPrune(ctx: Context, flags: PruneFlags & GlobalFlags): Promise<void> {
  const { settings } = await resolveSettings(ctx, flags)
  const store = openStore(settings.directory.value)
  const caller = identifyCaller(ctx, settings)
  await withStore(ctx, { store, purpose: 'prune' }, async () => {
    const backups = await planPrune(ctx, store, retentionPolicy(settings, caller))
    const plan = { backups, onServer: await planKept(ctx, flags, store) }
    if (plan.onServer === undefined) await mentionDeadRuns(ctx, store)
    const planned = flags.dryRun === true
    if (planned || countRemoved(plan) === 0) return report(ctx, plan, { planned })
    ctx.ui.say(messages.pruneReport(viewOf(ctx, plan, { planned: true })))
    const question = messages.proceedWithPrune(backups.remove.length, plan.onServer?.remove.length ?? 0)
    await confirmTidying(ctx, { action: 'prune', flags, caller, question })
    await carryOutPrune(ctx, store, backups)
    if (plan.onServer !== undefined) await carryOutKept(ctx, plan.onServer)
    report(ctx, plan, { planned: false })
  })
}

interface WholePlan {
  readonly backups: PrunePlan
  readonly onServer: KeptToPrune | undefined
}

const countRemoved = ({ backups, onServer }: WholePlan): number =>
  backups.remove.length + (onServer?.remove.length ?? 0)

function report(ctx: Context, plan: WholePlan, { planned }: { planned: boolean }): void {
  const { backups, onServer } = plan
  const files = (list: PrunePlan['keep']) =>
    list.map(({ backup, reasons }) => ({ id: backup.id, file: backup.file, reasons }))
  const document = {
    kept: files(backups.keep),
    removed: files(backups.remove),
    onServer: onServer === undefined ? null : { kept: databases(onServer.keep), removed: databases(onServer.remove) },
    dryRun: planned,
  }
  ctx.ui.result(document, () => ctx.ui.say(messages.pruneReport(viewOf(ctx, plan, { planned }))))
}

function viewOf(ctx: Context, { backups, onServer }: WholePlan, { planned }: { planned: boolean }): PruneView {
  const server = { keep: databases(onServer?.keep ?? []), remove: databases(onServer?.remove ?? []) }
  return { ...backups, server, now: ctx.now(), planned }
}

function databases(decisions: KeptToPrune['keep']) {
  return decisions.flatMap(({ step, reasons }) => {
    const kept = summarizeKept(step)
    return kept === null ? [] : [{ ...kept, reasons }]
  })
}
