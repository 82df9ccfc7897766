import { constants } from 'node:os'
import { ExitCode, PgsafeError } from '../errors.ts'
import type { Environment } from '../system/context.ts'
import type { Context } from '../system/context.ts'
import type { Running } from '../system/process-runner.ts'

export interface CommandRun {
  readonly command: readonly [string, ...string[]]
  readonly cwd: string
  /** Merged over our own environment: the pinned URL, PGAPPNAME, PGSAFE_GUARDED. */
  readonly extraEnv: Environment
}

/** How the wrapped command ended: a failing command is a result, not an exception. */
export interface CommandOutcome {
  /** What pgsafe exits with: the command's own code, or 128 + its signal's number. */
  readonly exitCode: number
  readonly signal: NodeJS.Signals | undefined
}

/**
 * Runs the user's command with the terminal as its own. Signals that reach us are passed on; SIGINT from a terminal is
 * not, because the terminal has sent it to the child already. Throws `command-not-found` (127) and
 * `command-not-executable` (126) when it never started.
 */
export async function runCommand(ctx: Context, run: CommandRun): Promise<CommandOutcome> {
  const [file, ...args] = run.command
  let child: Pick<Running, 'pid' | 'kill'> | undefined
  const forward = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGINT' && ctx.prompts.interactive) return
    child?.kill(signal)
  }
  const finished = await ctx.withSignals(forward, () =>
    ctx.process.runInherited(file, args, {
      env: { ...ctx.env, ...run.extraEnv },
      cwd: run.cwd,
      onStart: (started) => {
        child = started
      },
    }),
  )
  if (finished.spawnError !== undefined) throw notStarted(file, finished.spawnError)
  if (finished.signal === undefined) return { exitCode: finished.exitCode ?? ExitCode.failed, signal: undefined }
  return { exitCode: 128 + (constants.signals[finished.signal] ?? 0), signal: finished.signal }
}

function notStarted(file: string, spawnError: string): PgsafeError {
  if (spawnError === 'ENOENT') {
    return new PgsafeError('command-not-found', `command not found: ${file}`, {
      hint: 'check its name and PATH; it did not run',
    })
  }
  return new PgsafeError('command-not-executable', `${file} could not be started (${spawnError})`, {
    hint: 'it did not run; check that the file is executable',
  })
}
