import { redactText } from '../domain/redact.ts'
import { PgsafeError, isPgsafeError } from '../errors.ts'

/** What js-yaml adds to its errors. */
interface YamlError extends Error {
  readonly reason: string
  readonly mark: { readonly line: number; readonly column: number }
}

const isYamlError = (error: unknown): error is YamlError =>
  error instanceof Error &&
  'reason' in error &&
  'mark' in error &&
  error.mark !== null &&
  typeof error.mark === 'object'

/**
 * Whatever went wrong while a config file was read, as `invalid-config` with the file and, where it can be known, the
 * line. Parsers quote what they read: only their reasons are passed on, never the text, which may hold a password.
 */
export function configFileError(path: string, error: unknown): PgsafeError {
  if (isPgsafeError(error)) return error
  const line = lineIn(path, error)
  const message = `${path}${line} ${reasonOf(error)}`
  // Node knows the line of a mistake in an ES module, but tells only this way.
  const hint = error instanceof SyntaxError && line === '' ? `see where: node --check ${path}` : undefined
  // A parser's error carries the text around the mistake: it does not even go along as a cause.
  const quotes = isYamlError(error) || error instanceof SyntaxError
  return invalidConfig(message, { cause: quotes ? undefined : error, hint })
}

/** An `invalid-config` about a file, with the usual remedy. */
export function invalidConfig(message: string, more: { cause?: unknown; hint?: string | undefined } = {}): PgsafeError {
  const hint = more.hint ?? 'correct the file, or name another one with --config'
  return new PgsafeError('invalid-config', message, { hint, cause: more.cause })
}

function lineIn(path: string, error: unknown): string {
  if (isYamlError(error)) return `, line ${String(error.mark.line + 1)}, column ${String(error.mark.column + 1)}:`
  const stack = error instanceof Error ? (error.stack ?? '').replaceAll('\\', '/') : ''
  const after = stack.split(path.replaceAll('\\', '/'))[1] ?? ''
  const line = /^:(\d+)/.exec(after)?.[1]
  return line === undefined ? '' : `, line ${line}:`
}

function reasonOf(error: unknown): string {
  if (isYamlError(error)) return `is not valid YAML: ${error.reason.replace(/"[^"]*"|<[^>]*>/g, '…')}`
  if (!(error instanceof Error)) return 'could not be read'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === 'ENOENT') return 'does not exist'
  if (code === 'EISDIR') return 'is a directory'
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read: permission denied'
  if (error.message.startsWith('No loader specified')) return 'is of no kind that pgsafe reads (JSON, YAML, JS, TS)'
  const [firstLine = ''] = error.message.split('\n')
  return `${error instanceof SyntaxError ? 'has a syntax error' : 'failed'}: ${redactText(firstLine)}`
}
