import type { GlobalFlags } from '../config/global-flags.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { dangerOf } from './danger-of.ts'
import type { Run } from './open-run.ts'

interface Losses {
  readonly run: Run
  /** What this role may not bring back, in plain words (fact 5). */
  readonly losses: readonly string[]
  readonly flags: GlobalFlags
}

/** Lists what will be missing and gets consent, while the old database is still in place. Throws when the answer is no. */
export async function confirmLosses(ctx: Context, { run, losses, flags }: Losses): Promise<void> {
  ctx.ui.report(messages.lossesWarning(losses))
  await confirmTarget(ctx, {
    action: 'restore',
    database: run.target.database,
    danger: dangerOf(ctx, run.target).level,
    yes: flags.yes === true,
    skipPrompt: false,
    confirm: flags.confirm,
    question: messages.acceptLosses,
  })
}
