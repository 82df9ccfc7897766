import type { GlobalFlags } from '../config/global-flags.ts'
import type { ConsentAction } from '../domain/decide-consent.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import { judgeDanger } from '../steps/judge-danger.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'

interface Destructive {
  readonly run: Run
  /** Connected to the target, or to another database of its server while it does not exist. */
  readonly database: SqlEndpoint
  readonly flags: GlobalFlags
  readonly action: Extract<ConsentAction, 'restore' | 'undo'>
  /** The name is needed whatever the danger. */
  readonly nameRequired?: boolean
  readonly question: string
}

/** Asks the server how dangerous this is, says why, and gets consent (DESIGN 4.4). Throws when the answer is no. */
export async function confirmDestructive(ctx: Context, asked: Destructive): Promise<void> {
  const { run, database, flags, action, question, nameRequired = false } = asked
  const danger = await judgeDanger(ctx, { ...run, database })
  for (const note of danger.notes) ctx.ui.detail(note)
  if (danger.level !== 'local') ctx.ui.say(messages.dangerReasons(danger))
  await confirmTarget(ctx, {
    action,
    database: run.target.database,
    danger: danger.level,
    nameRequired,
    yes: flags.yes === true,
    skipPrompt: false,
    confirm: flags.confirm,
    question,
  })
}
