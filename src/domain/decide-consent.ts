import type { Caller } from './caller.ts'
import { shellWord } from './format-command.ts'

/** What a command asks for. */
export type ConsentAction =
  'backup' | 'prune' | 'recover' | 'protect' | 'unprotect' | 'guard' | 'reset' | 'restore' | 'undo' | 'approve'

export interface ConsentQuestion {
  readonly action: ConsentAction
  readonly database: string
  /** Local targets take the word `yes`; anything else needs the database's name (DESIGN 4.4). */
  readonly danger: 'local' | 'remote' | 'production'
  /** Something that makes the name necessary even on a local target: a foreign file, properties that would be lost. */
  readonly nameRequired?: boolean
  /** Something that a person may decide as always, and an agent only with an approval: nothing is kept for undo. */
  readonly approvalRequired?: boolean
  readonly yes: boolean
  /** SKIP_BACKUP_PROMPT: stands for yes in backup, reset and guard only. */
  readonly skipPrompt: boolean
  /** --confirm <database> */
  readonly confirm: string | undefined
  /** Whether a person can be asked. */
  readonly interactive: boolean
  readonly caller: Caller['kind']
}

export type ConsentDecision =
  | { readonly kind: 'granted' }
  | { readonly kind: 'ask'; readonly answer: 'y/n' | 'yes' | 'name' }
  /** An agent's run that a person has to approve first. */
  | { readonly kind: 'needs-approval' }
  | Refusal

interface Refusal {
  readonly kind: 'refused'
  readonly code: 'refused' | 'consent-needed'
  readonly message: string
  readonly hint: string
}

/** These lose nothing: y/n. The others replace or destroy data, or take a protection away. */
const harmless: readonly ConsentAction[] = ['backup', 'prune', 'recover', 'protect']
const skippable: readonly ConsentAction[] = ['backup', 'guard', 'reset']
/** Decides who has to be asked and how. `--yes`, `--force` and SKIP_BACKUP_PROMPT never stand for a name. */
export function decideConsent(question: ConsentQuestion): ConsentDecision {
  const { database, confirm } = question
  if (confirm !== undefined && confirm !== database) {
    return {
      kind: 'refused',
      code: 'refused',
      message: `--confirm names "${confirm}", but this would act on "${database}"`,
      hint: `check which database you mean; the one found is "${database}"`,
    }
  }
  if (question.caller === 'agent') return decideForAgent(question)
  const answer = answerFor(question)
  if (isAnswered(question, answer)) return { kind: 'granted' }
  return question.interactive ? { kind: 'ask', answer } : refuseUnasked(question, answer)
}

type Answer = 'y/n' | 'yes' | 'name'

/** Whether flags and variables have said it already. The more it may be an agent who set them, the less they count. */
function isAnswered({ action, caller, interactive, ...said }: ConsentQuestion, answer: Answer): boolean {
  if (caller === 'denied-agent') return false
  if (said.confirm !== undefined) return true
  const standing = said.skipPrompt && skippable.includes(action) && !(caller === 'maybe-agent' && interactive)
  return (said.yes || standing) && answer !== 'name'
}

/** Never a question. What is not plainly safe takes a person's approval: no flag and no variable stands for it. */
function decideForAgent(question: ConsentQuestion): ConsentDecision {
  const { action, approvalRequired = false } = question
  // What people have put between a mistake and their data is theirs to take away.
  if (action === 'unprotect' || action === 'approve') return refusedToAgents(action)
  // These remove something, so that they take a word, as from any program; what prune may remove is limited besides.
  if (action === 'prune' || action === 'recover')
    return question.yes ? { kind: 'granted' } : refuseUnasked(question, 'y/n')
  const safe = answerFor(question) !== 'name' && !approvalRequired
  return safe ? { kind: 'granted' } : { kind: 'needs-approval' }
}

/** For what no approval allows an agent either. */
export function refusedToAgents(what: 'unprotect' | 'unpin' | 'approve'): Refusal {
  return {
    kind: 'refused',
    code: 'refused',
    message: `${what} is for people, and an AI agent runs this`,
    hint: `let a person run pgsafe ${what} in a terminal of their own`,
  }
}

function refuseUnasked({ action, database }: ConsentQuestion, answer: Answer): Refusal {
  const flag = answer === 'name' ? `--confirm ${shellWord(database)}` : '--yes'
  return {
    kind: 'refused',
    code: 'consent-needed',
    message: `this ${action} needs consent, and there is no terminal to ask in`,
    hint: `say it on the command line: ${flag}`,
  }
}

function answerFor(question: ConsentQuestion): Answer {
  if (harmless.includes(question.action)) return 'y/n'
  return question.danger === 'local' && question.nameRequired !== true ? 'yes' : 'name'
}
