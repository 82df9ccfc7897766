import type { GlobalFlags } from '../config/global-flags.ts'
import type { Recognised } from '../domain/command/recognised.ts'
import { redactCommand, redactText } from '../domain/redact.ts'
import { ExitCode } from '../errors.ts'
import { recogniseCommand } from '../steps/recognise-command.ts'
import { seeThroughCommand } from '../steps/see-through-command.ts'
import type { Context } from '../system/context.ts'
import { explainMessages } from '../ui/messages/explain-messages.ts'

/** `pgsafe guard --explain -- <command>`: what is recognised, and why. Runs nothing, connects to nothing. Returns 0. */
export async function runExplain(ctx: Context, _flags: GlobalFlags, command: readonly string[]): Promise<number> {
  const explained = withoutSecrets(command, await recogniseCommand(ctx, seeThroughCommand(command, ctx.cwd)))
  ctx.ui.result({ explained }, () => ctx.ui.data(explainMessages.explained(explained)))
  return ExitCode.ok
}

/** Command lines carry URLs and passwords. */
function withoutSecrets(command: readonly string[], recognised: Recognised): Recognised & { command: string[] } {
  return {
    command: redactCommand(command),
    ...recognised,
    segments: recognised.segments.map((segment) => ({ ...segment, words: redactCommand(segment.words) })),
    effects: recognised.effects.map((effect) => redactText(effect)),
    reasons: recognised.reasons.map((reason) => redactText(reason)),
  }
}
