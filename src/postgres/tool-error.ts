import { PgsafeError, type ErrorCode } from '../errors.ts'
import type { Finished } from '../system/process-runner.ts'
import { knownFailures, type KnownFailure } from './known-failures.ts'
import { decisiveLine, errorText, withoutSecrets } from './tool-messages.ts'

/** What the tool was for: decides what a failure means where its words alone do not. */
export type ToolStage = 'connect' | 'query' | 'dump' | 'restore'

const codeOfStage: Readonly<Record<ToolStage, ErrorCode>> = {
  connect: 'connection-failed',
  query: 'unexpected',
  dump: 'backup-failed',
  restore: 'restore-failed',
}

/**
 * The error for a child of ours that failed: what happened in one line, and what to do next. `described` names the database
 * (describeTarget) or the file. The child's stderr, secrets removed, becomes the error's cause, for the log.
 */
export function toolError(
  tool: string,
  finished: Finished,
  where: { readonly described: string; readonly stage: ToolStage },
): PgsafeError {
  if (finished.spawnError !== undefined) return couldNotStart(tool, finished.spawnError)
  const stderr = withoutSecrets(finished.stderr).trim()
  const cause = stderr === '' ? {} : { cause: new Error(stderr) }
  const said = errorText(stderr)
  const known = knownFailures.find(({ pattern }) => pattern.test(said))
  if (known === undefined) return unknownFailure(tool, finished, { ...where, stderr, cause })
  const message = `${known.says(where.described)}: ${decisiveLine(stderr, known.pattern)}`
  return new PgsafeError(codeFor(known, where.stage), message, { hint: known.hint, ...cause })
}

function couldNotStart(tool: string, reason: string): PgsafeError {
  return new PgsafeError('tools-missing', `${tool} could not be started (${reason})`, {
    hint: "pgsafe doctor shows which of PostgreSQL's programs it found, and where",
  })
}

interface UnknownFailure {
  readonly described: string
  readonly stage: ToolStage
  readonly stderr: string
  readonly cause: { readonly cause?: Error }
}

function unknownFailure(tool: string, finished: Finished, where: UnknownFailure): PgsafeError {
  const { described, stage, stderr, cause } = where
  const line = decisiveLine(stderr)
  const message = `${tool} ${describeEnd(finished)} (${described})${line === '' ? '' : `: ${line}`}`
  return new PgsafeError(finished.timedOut ? noAnswerCode(stage) : codeOfStage[stage], message, cause)
}

/** A query without an answer is a connection that no longer works; a dump or restore is still that. */
function noAnswerCode(stage: ToolStage): ErrorCode {
  return stage === 'query' ? 'connection-failed' : codeOfStage[stage]
}

function describeEnd({ exitCode, signal, timedOut }: Finished): string {
  if (timedOut) return 'was ended because it took too long'
  if (signal !== undefined) return `was ended by ${signal}`
  return exitCode === undefined ? 'failed' : `failed with exit code ${String(exitCode)}`
}

function codeFor(known: KnownFailure, stage: ToolStage): ErrorCode {
  if (known.always === true || stage === 'connect' || stage === 'query') return known.code
  if (stage === 'dump' && known.code === 'disk-full') return 'backup-write-failed'
  return codeOfStage[stage]
}
