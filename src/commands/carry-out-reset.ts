import { redactCommand } from '../domain/redact.ts'
import { ExitCode, isPgsafeError } from '../errors.ts'
import { wipeDatabase } from '../postgres/wipe-database.ts'
import { type CommandOutcome, runCommand } from '../steps/run-command.ts'
import { withDatabase } from '../steps/with-database.ts'
import type { Context } from '../system/context.ts'
import { recordSignals } from '../system/record-signals.ts'
import { messages } from '../ui/messages.ts'
import { guardedEnvironment } from './guarded-environment.ts'
import type { Run } from './open-run.ts'
import type { Stage } from './stage-reset.ts'

interface CarryingOut {
  readonly run: Run
  readonly runId: string
  readonly stages: readonly Stage[]
}

export interface CarriedOut {
  readonly outcome: CommandOutcome
  /** Of the steps that have ended, in order. */
  readonly exitCodes: readonly number[]
  /** What kept a step from running at all, or pgsafe from its own work. */
  readonly error: unknown
}

/** One step after the other, up to the first that fails. Never throws: what has run by then must be reported. */
export async function carryOutReset(ctx: Context, { run, runId, stages }: CarryingOut): Promise<CarriedOut> {
  const exitCodes: number[] = []
  for (const stage of stages) {
    try {
      const outcome = await carryOut(ctx, { run, runId, stage })
      exitCodes.push(outcome.exitCode)
      if (outcome.exitCode !== ExitCode.ok) return { outcome, exitCodes, error: undefined }
    } catch (error) {
      const notStarted = isPgsafeError(error, 'command-not-found') || isPgsafeError(error, 'command-not-executable')
      const exitCode = notStarted ? error.exitCode : ExitCode.guardStopped
      return { outcome: { exitCode, signal: undefined }, exitCodes, error }
    }
  }
  return { outcome: { exitCode: ExitCode.ok, signal: undefined }, exitCodes, error: undefined }
}

async function carryOut(
  ctx: Context,
  { run, runId, stage }: Pick<CarryingOut, 'run' | 'runId'> & { readonly stage: Stage },
): Promise<CommandOutcome> {
  if (stage.kind === 'wipe') {
    const lockTimeoutSeconds = run.settings.lockWaitTimeout.value
    await ctx.ui.step(messages.droppingAll, () =>
      withDatabase(ctx, run.target, (database) => wipeDatabase(ctx, database, { ...stage, lockTimeoutSeconds })),
    )
    return { exitCode: ExitCode.ok, signal: undefined }
  }
  ctx.ui.say(messages.runningCommand(redactCommand(stage.words)))
  return runUnlessInterrupted(ctx, { command: stage.words, cwd: run.settings.projectRoot }, { run, runId })
}

/** A command may survive Ctrl-C and end well; the person has said stop all the same, so no further step runs. */
async function runUnlessInterrupted(
  ctx: Context,
  order: Pick<Parameters<typeof runCommand>[1], 'command' | 'cwd'>,
  { run, runId }: Pick<CarryingOut, 'run' | 'runId'>,
): Promise<CommandOutcome> {
  const recorded = recordSignals(ctx)
  const outcome = await runCommand(recorded.ctx, { ...order, extraEnv: guardedEnvironment(run, { runId }) })
  const [signal] = recorded.received
  if (signal === undefined || outcome.exitCode !== ExitCode.ok) return outcome
  return { exitCode: signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated, signal }
}
