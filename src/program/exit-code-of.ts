import { ExitCode, isPgsafeError } from '../errors.ts'

/** Commands that hand on another program's exit code, so that their own failures need one that cannot be mistaken for it. */
const wrappers: readonly string[] = ['guard', 'reset']

/** The exit code for an error of a command; `command` is undefined when none was recognised. A bug is 1. */
export function exitCodeOf(error: unknown, command: string | undefined): number {
  const own = isPgsafeError(error) ? error.exitCode : ExitCode.failed
  if (command === undefined || !wrappers.includes(command)) return own
  return own === ExitCode.notExecutable || own === ExitCode.notFound ? own : ExitCode.guardStopped
}
