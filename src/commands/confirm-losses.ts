import type { GlobalFlags } from '../config/global-flags.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { confirmDestructive } from './confirm-destructive.ts'
import type { Run } from './open-run.ts'
import type { ReachedServer } from '../steps/with-server.ts'

interface Losses {
  readonly run: Run
  readonly server: ReachedServer
  /** What this role may not bring back, in plain words (fact 5). */
  readonly losses: readonly string[]
  readonly flags: GlobalFlags
}

/**
 * Lists what will be missing and gets consent, while the old database is still in place. Throws when the answer is no. An
 * agent is not asked again: it, or the person who approved, wants the data back, and the old database stays for undo.
 */
export async function confirmLosses(ctx: Context, { run, server, losses, flags }: Losses): Promise<void> {
  ctx.ui.report(messages.lossesWarning(losses))
  if (run.caller.kind === 'agent') return
  const database = server.database ?? server.maintenance
  const question = messages.acceptLosses
  await confirmDestructive(ctx, { run, database, flags, action: 'restore', question, subject: 'losses' })
}
