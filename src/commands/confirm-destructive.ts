import type { GlobalFlags } from '../config/global-flags.ts'
import type { ConsentAction } from '../domain/decide-consent.ts'
import type { Database } from '../postgres/database.ts'
import { judgeDanger } from '../steps/judge-danger.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { askConsent, type Matter } from './ask-consent.ts'
import type { Run } from './open-run.ts'

interface Destructive extends Matter {
  readonly run: Run
  /** Connected to the target, or to another database of its server while it does not exist. */
  readonly database: Database
  readonly flags: GlobalFlags
  readonly action: Extract<ConsentAction, 'restore' | 'undo'>
}

/** Asks the server how dangerous this is, says why, and gets consent (DESIGN 4.4). Throws when the answer is no. */
export async function confirmDestructive(ctx: Context, asked: Destructive): Promise<void> {
  const { run, database } = asked
  const danger = await judgeDanger(ctx, { ...run, database })
  for (const note of danger.notes) ctx.ui.detail(note)
  if (danger.level !== 'local') ctx.ui.say(messages.dangerReasons(danger))
  await askConsent(ctx, { ...asked, danger })
}
