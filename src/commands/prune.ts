import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import { retentionPolicy } from '../config/retention-policy.ts'
import type { Caller } from '../domain/caller.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import { identifyCaller } from '../steps/identify-caller.ts'
import { carryOutPrune, planPrune, type PrunePlan } from '../steps/prune-backups.ts'
import { withStore } from '../steps/with-store.ts'
import { openStore } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'

export interface PruneFlags {
  readonly days?: number
  readonly keepLast?: number
  readonly keepDaily?: number
  readonly keepWeekly?: number
  readonly keepMonthly?: number
}

/** `pgsafe prune`: shows what retention would do and why, asks, does it. Never connects to a server. */
export async function runPrune(ctx: Context, flags: PruneFlags & GlobalFlags): Promise<void> {
  const { settings } = await resolveSettings(ctx, flags)
  const store = openStore(settings.directory.value)
  const caller = identifyCaller(ctx, settings)
  await withStore(ctx, { store, purpose: 'prune' }, async () => {
    const plan = await planPrune(ctx, store, retentionPolicy(settings, caller))
    const planned = flags.dryRun === true
    if (planned || plan.remove.length === 0) return report(ctx, plan, { planned })
    ctx.ui.say(messages.pruneReport({ ...plan, now: ctx.now(), planned: true }))
    await confirmPrune(ctx, plan, { flags, caller })
    await carryOutPrune(store, plan)
    report(ctx, plan, { planned: false })
  })
}

interface Asking {
  readonly flags: GlobalFlags
  readonly caller: Caller
}

async function confirmPrune(ctx: Context, plan: PrunePlan, { flags, caller }: Asking): Promise<void> {
  await confirmTarget(ctx, {
    action: 'prune',
    database: '',
    danger: 'local',
    yes: flags.yes === true,
    skipPrompt: false,
    confirm: undefined,
    caller,
    question: messages.proceedWithPrune(plan.remove.length),
  })
}

function report(ctx: Context, plan: PrunePlan, { planned }: { planned: boolean }): void {
  const decisions = (list: PrunePlan['keep']) =>
    list.map(({ backup, reasons }) => ({ id: backup.id, file: backup.file, reasons }))
  const document = { kept: decisions(plan.keep), removed: decisions(plan.remove), dryRun: planned }
  ctx.ui.result(document, () => ctx.ui.say(messages.pruneReport({ ...plan, now: ctx.now(), planned })))
}
