import { shellWord } from './format-command.ts'

/** What a command asks for. */
export type ConsentAction =
  'backup' | 'prune' | 'recover' | 'protect' | 'unprotect' | 'guard' | 'reset' | 'restore' | 'undo'

export interface ConsentQuestion {
  readonly action: ConsentAction
  readonly database: string
  /** Local targets take the word `yes`; anything else needs the database's name (DESIGN 4.4). */
  readonly danger: 'local' | 'remote' | 'production'
  /** Something that makes the name necessary even on a local target: a foreign file, properties that would be lost. */
  readonly nameRequired?: boolean
  readonly yes: boolean
  /** SKIP_BACKUP_PROMPT: stands for yes in backup, reset and guard only. */
  readonly skipPrompt: boolean
  /** --confirm <database> */
  readonly confirm: string | undefined
  /** Whether a person can be asked. */
  readonly interactive: boolean
}

export type ConsentDecision =
  | { readonly kind: 'granted' }
  | { readonly kind: 'ask'; readonly answer: 'y/n' | 'yes' | 'name' }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string }

/** These lose nothing: y/n. The others replace or destroy data, or take a protection away. */
const harmless: readonly ConsentAction[] = ['backup', 'prune', 'recover', 'protect']
const skippable: readonly ConsentAction[] = ['backup', 'guard', 'reset']

/** Decides who has to be asked and how. `--yes`, `--force` and SKIP_BACKUP_PROMPT never stand for a name. */
export function decideConsent(question: ConsentQuestion): ConsentDecision {
  const { action, database, confirm } = question
  if (confirm !== undefined && confirm !== database) {
    return {
      kind: 'refused',
      message: `--confirm names "${confirm}", but this would act on "${database}"`,
      hint: `check which database you mean; the one found is "${database}"`,
    }
  }
  const answer = answerFor(question)
  if (confirm === database) return { kind: 'granted' }
  const saidYes = question.yes || (question.skipPrompt && skippable.includes(action))
  if (saidYes && answer !== 'name') return { kind: 'granted' }
  if (question.interactive) return { kind: 'ask', answer }
  const flag = answer === 'name' ? `--confirm ${shellWord(database)}` : '--yes'
  return {
    kind: 'refused',
    message: `this ${action} needs consent, and there is no terminal to ask in`,
    hint: `say it on the command line: ${flag}`,
  }
}

function answerFor(question: ConsentQuestion): 'y/n' | 'yes' | 'name' {
  if (harmless.includes(question.action)) return 'y/n'
  return question.danger === 'local' && question.nameRequired !== true ? 'yes' : 'name'
}
