import { join } from 'node:path'
import { approvalMinutes, type Approval, type ApprovedRun } from '../domain/approval.ts'
import { describeCaller, type Caller } from '../domain/caller.ts'
import { decideConsent, type ConsentQuestion } from '../domain/decide-consent.ts'
import { formatCommand } from '../domain/format-command.ts'
import { redactCommand, redactText } from '../domain/redact.ts'
import { PgsafeError } from '../errors.ts'
import { requestApproval, takeApproval } from '../store/approvals.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'

type Asked = Omit<ConsentQuestion, 'interactive' | 'caller'> & {
  /** The question itself, as the command words it. */
  readonly question: string
  readonly caller: Caller
  /** What a person would approve, were it an agent's. Without it an agent is refused for good. */
  readonly approval?: ApprovalTerms
}

/** An agent's run as a person has to see it. */
export interface ApprovalTerms {
  readonly store: Store
  readonly projectRoot: string
  readonly systemIdentifier: string
  /** user@host:port/database */
  readonly target: string
  /** Why this is not plainly safe; each reads on after "because". */
  readonly reasons: readonly string[]
  /** What a later run must be about as well: the backup, the step, how sure the command's target is. */
  readonly subject: string
}

export interface Consent {
  /** The approval that was used up, when an agent's run needed one. */
  readonly approval: string | undefined
}

/**
 * The only place that asks for consent. Throws `consent-needed` when nobody can be asked, `refused` when the answer is not
 * yes, and `needs-approval` for an agent's run that a person has to approve first.
 */
export async function confirmTarget(ctx: Context, asked: Asked): Promise<Consent> {
  const decision = decideConsent({ ...asked, caller: asked.caller.kind, interactive: ctx.prompts.interactive })
  if (decision.kind === 'granted') return { approval: undefined }
  if (decision.kind === 'needs-approval') return approvedConsent(ctx, asked)
  if (decision.kind === 'refused') throw new PgsafeError(decision.code, decision.message, { hint: decision.hint })
  const agreed = await ask(ctx, asked, decision.answer)
  if (!agreed) throw new PgsafeError('refused', 'cancelled: nothing was changed')
  return { approval: undefined }
}

async function ask(ctx: Context, asked: Asked, answer: 'y/n' | 'yes' | 'name'): Promise<boolean> {
  if (answer === 'y/n') return ctx.prompts.confirm(asked.question)
  if (answer === 'yes') return (await ctx.prompts.input(`${asked.question} Type yes to go on`)) === 'yes'
  const typed = await ctx.prompts.input(`${asked.question} Type the database's name to go on`)
  return typed === asked.database
}

/** Uses up the approval that a person gave for this very run. Throws `needs-approval`, with a request left for a person. */
async function approvedConsent(ctx: Context, asked: Asked): Promise<Consent> {
  const { approval: terms, caller } = asked
  if (terms === undefined || caller.kind === 'person') {
    throw new PgsafeError('consent-needed', `this ${asked.action} is for people, and an AI agent runs this`)
  }
  const run = runOf(ctx, asked, terms)
  const now = ctx.now()
  const taken = await takeApproval(terms.store, { run, now })
  if (taken !== undefined) return { approval: taken.id }
  const reasons = terms.reasons.map((reason) => redactText(reason))
  const text = { agent: describeCaller(caller), command: redactCommand(['pgsafe', ...ctx.argv]), reasons }
  const request = await requestApproval(terms.store, { run, text: { ...text, target: terms.target }, now })
  throw needsApproval(request, terms)
}

function runOf(ctx: Context, { action, database, danger }: Asked, terms: ApprovalTerms): ApprovedRun {
  const { systemIdentifier, subject } = terms
  return { action, argv: ctx.argv, directory: ctx.cwd, systemIdentifier, database, danger, subject }
}

function needsApproval(request: Approval, { store, projectRoot }: ApprovalTerms): PgsafeError {
  const { id, agent, action, target, database, danger, reasons, expiresAt } = request
  // The store that is found without being told needs no flag.
  const where = store.directory === join(projectRoot, 'backups') ? [] : ['--dir', store.directory]
  const command = formatCommand(['pgsafe', 'approve', id, ...where])
  const minutes = String(approvalMinutes)
  return new PgsafeError(
    'needs-approval',
    `an AI agent (${agent}) runs this ${action} of ${target}, and a person has to approve it: ${reasons.join('; ')}`,
    {
      hint: `${command} (a person, in a terminal), then the same command again within ${minutes} minutes; no other flag or variable helps`,
      details: { approval: { id, command, expiresAt }, agent, action, target, database, danger, reasons },
    },
  )
}
