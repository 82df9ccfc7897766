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

/** A wrong command line as an error of ours, with commander's suggestion as its hint. Other errors come back as they are. */
export function usageErrorOf(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error
  const text = error.message.replace(/^error: /, '')
  const suggestion = /\n\(Did you mean (.+)\?\)/s.exec(text)
  const message = text.replace(/\n\(Did you mean .+\)/s, '')
  const hint = suggestion === null ? 'pgsafe --help, or pgsafe <command> --help' : `did you mean ${suggestion[1]}?`
  return new PgsafeError('usage', message, { hint, cause: error })
}
