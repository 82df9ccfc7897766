import { CommanderError } from 'commander'
import { ExitCode, PgsafeError } from '../errors.ts'

/** Help and version end the parsing by throwing as well. Their exit code; undefined for everything else. */
export function helpExitCode(error: unknown): ExitCode | undefined {
  if (!(error instanceof CommanderError)) return undefined
  if (error.code === 'commander.version' || error.code === 'commander.helpDisplayed') return ExitCode.ok
  if (error.code !== 'commander.help') return undefined
  // `pgsafe help backup` is an answer; `pgsafe` alone is a mistake.
  return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage
}

/**
 * A wrong command line as an error of ours; commander's suggestion, or else where to look, is its hint. Other errors come
 * back as they are. `command` is undefined when none was recognised.
 */
export function usageErrorOf(error: unknown, command: string | undefined): unknown {
  if (!(error instanceof CommanderError)) return error
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n(')
  const help = command === undefined ? 'pgsafe --help' : `pgsafe ${command} --help`
  const hint = suggestion === undefined ? help : suggestion.replace(/^D/, 'd').replace(/\)$/, '')
  return new PgsafeError('usage', message.replace(/\.$/, ''), { hint, cause: error })
}
