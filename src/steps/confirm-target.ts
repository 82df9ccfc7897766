import { decideConsent, type ConsentQuestion } from '../domain/decide-consent.ts'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'

type Asked = Omit<ConsentQuestion, 'interactive'> & {
  /** The question itself, as the command words it. */
  readonly question: string
}

/** The only place that asks for consent. Throws `consent-needed` when nobody can be asked, `refused` when the answer is not yes. */
export async function confirmTarget(ctx: Context, asked: Asked): Promise<void> {
  const decision = decideConsent({ ...asked, interactive: ctx.prompts.interactive })
  if (decision.kind === 'granted') return
  if (decision.kind === 'refused') {
    const code = asked.confirm === undefined ? 'consent-needed' : 'refused'
    throw new PgsafeError(code, decision.message, { hint: decision.hint })
  }
  const agreed = await ask(ctx, asked, decision.answer)
  if (!agreed) throw new PgsafeError('refused', 'cancelled: nothing was changed')
}

async function ask(ctx: Context, asked: Asked, answer: 'y/n' | 'yes' | 'name'): Promise<boolean> {
  if (answer === 'y/n') return ctx.prompts.confirm(asked.question)
  if (answer === 'yes') return (await ctx.prompts.input(`${asked.question} Type yes to go on`)) === 'yes'
  const typed = await ctx.prompts.input(`${asked.question} Type the database's name to go on`)
  return typed === asked.database
}
