import type { GlobalFlags } from '../config/global-flags.ts'
import { ExitCode, PgsafeError } from '../errors.ts'
import { runCommand } from '../steps/run-command.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { guardedEnvironment } from './guarded-environment.ts'
import { openRun } from './open-run.ts'
import { prepareGuard } from './prepare-guard.ts'
import { reportGuard } from './report-guard.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface GuardFlags {
  readonly label?: string
  readonly report?: string
  readonly lockWaitTimeout?: number
}

/** A program and its arguments, byte for byte as they were typed. */
export type Command = readonly [string, ...string[]]

/** `pgsafe guard`: look, ask, back up, verify, run, report, and say how to bring everything back. Returns the command's exit code. */
export async function runGuard(
  ctx: Context,
  flags: GuardFlags & GlobalFlags,
  words: readonly string[],
): Promise<number> {
  const command = asCommand(words)
  const run = await openRun(ctx, flags)
  const guarded = await withFailureLog(ctx, run, () => prepareGuard(ctx, { run, command, flags }))
  if (guarded.kind === 'dry-run') return ExitCode.ok

  // From here on nothing of ours is connected to the database, and the store's lock is free.
  ctx.ui.say(messages.runningCommand(command))
  const outcome = await runCommand(ctx, { command, cwd: ctx.cwd, extraEnv: guardedEnvironment(run, guarded) })

  if (guarded.kind === 'guarded') await reportGuard(ctx, { run, command, guarded, outcome, flags })
  return outcome.exitCode
}

function asCommand([file, ...rest]: readonly string[]): Command {
  if (file !== undefined && file !== '') return [file, ...rest]
  throw new PgsafeError('usage', 'guard needs a command to run', { hint: 'pgsafe guard -- npx prisma migrate reset' })
}
