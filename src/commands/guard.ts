import type { GlobalFlags } from '../config/global-flags.ts'
import { redactCommand } from '../domain/redact.ts'
import { ExitCode, PgsafeError } from '../errors.ts'
import { runCommand, type CommandOutcome } from '../steps/run-command.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { abandonGuard } from './close-guard.ts'
import { runExplain } from './explain-guard.ts'
import { guardedEnvironment } from './guarded-environment.ts'
import { openRun, type Run } from './open-run.ts'
import { prepareGuard, type Prepared } from './prepare-guard.ts'
import { reportGuard } from './report-guard.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface GuardFlags {
  readonly label?: string
  readonly engine?: string
  readonly explain?: boolean
  readonly report?: string
  readonly onFailure?: 'report' | 'undo'
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
  if (flags.explain === true) return runExplain(ctx, flags, command)
  const run = await openRun(ctx, flags)
  const guarded = await withFailureLog(ctx, run, () => prepareGuard(ctx, { run, command, flags }))
  if (guarded.kind === 'dry-run') return ExitCode.ok

  // From here on nothing of ours is connected to the database, and the store's lock is free.
  ctx.ui.say(messages.runningCommand(redactCommand(command)))
  const outcome = await launch(ctx, { run, command, guarded })

  if (guarded.kind === 'guarded')
    await reportGuard(ctx, { run, kind: 'guard', command, backedUp: guarded, outcome, flags })
  return outcome.exitCode
}

interface Launch {
  readonly run: Run
  readonly command: Command
  readonly guarded: Prepared
}

/** A command that never started (126, 127) has nothing to report, and left nothing to undo. */
async function launch(ctx: Context, { run, command, guarded }: Launch): Promise<CommandOutcome> {
  try {
    return await runCommand(ctx, { command, cwd: ctx.cwd, extraEnv: guardedEnvironment(run, guarded) })
  } catch (error) {
    if (guarded.kind === 'guarded') await abandonGuard(ctx, run, guarded)
    throw error
  }
}

function asCommand([file, ...rest]: readonly string[]): Command {
  if (file !== undefined && file !== '') return [file, ...rest]
  throw new PgsafeError('usage', 'guard needs a command to run', { hint: 'pgsafe guard -- npx prisma migrate reset' })
}
