import type { GlobalFlags } from '../config/global-flags.ts'
import type { Danger } from '../domain/danger.ts'
import type { ConsentAction } from '../domain/decide-consent.ts'
import { describeTarget } from '../domain/target.ts'
import type { Database } from '../postgres/database.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'

/** What the consent is to, beside the database. */
export interface Matter {
  readonly question: string
  /** Why the name is needed whatever the danger; each reads on after "because". */
  readonly nameReasons?: readonly string[]
  /** What an agent needs a person's approval for, even on a local database; each reads on after "because". */
  readonly approvalReasons?: readonly string[]
  /** What exactly is about to happen, beyond the words of the command line: an approval is for this and nothing else. */
  readonly subject: string
}

interface Consenting extends Matter {
  readonly run: Run
  readonly database: Database
  readonly flags: GlobalFlags
  readonly action: Extract<ConsentAction, 'guard' | 'reset' | 'restore' | 'undo'>
  readonly danger: Danger
}

/** Gets consent to destroy or replace what is in the database (DESIGN 4.4). Throws when the answer is no. */
export async function askConsent(ctx: Context, asked: Consenting): Promise<void> {
  const { run, database, flags, action, danger, question, subject } = asked
  const { nameReasons = [], approvalReasons = [] } = asked
  const note = messages.callerNote(run.caller)
  if (note !== undefined) ctx.ui.say(note)
  const { approval } = await confirmTarget(ctx, {
    action,
    database: run.target.database,
    danger: danger.level,
    nameRequired: nameReasons.length > 0,
    approvalRequired: approvalReasons.length > 0,
    yes: flags.yes === true,
    skipPrompt: run.settings.skipPrompt.value,
    confirm: flags.confirm,
    question,
    caller: run.caller,
    approval: {
      store: run.store,
      projectRoot: run.settings.projectRoot,
      systemIdentifier: database.server.systemIdentifier,
      target: describeTarget(run.target),
      reasons: [...danger.reasons, ...nameReasons, ...approvalReasons],
      subject,
    },
  })
  if (approval !== undefined) ctx.ui.say(messages.approvalUsed(approval))
}
