import { isPgsafeError } from '../errors.ts'
import { safeForTerminal } from './printable.ts'
import { style } from './style.ts'
import { wrapText } from './wrap-text.ts'

export interface ErrorView {
  readonly verbose: boolean
  /** Broken at spaces where a person reads it; one line elsewhere, for whoever searches a log. */
  readonly isTerminal: boolean
  /** Takes secrets out of a text: the last net, should one have slipped into a message. */
  readonly redact: (text: string) => string
}

/** `Error: …`, `Try: …` and the log's path for people. Anything but our own error is a bug and is called that. */
export function renderError(error: unknown, { verbose, isTerminal, redact }: ErrorView): string {
  const message = redact(messageOf(error))
  const shown = isTerminal ? wrapText(message, { first: 'Error: ', indent: '       ' }) : `Error: ${message}`
  const lines = [shown.replace('Error:', style.bad('Error:'))]
  const hint = hintOf(error)
  // Not wrapped: people copy commands from it.
  if (hint !== undefined) lines.push(`${style.command('Try:')}   ${redact(hint)}`)
  if (isPgsafeError(error) && error.log !== undefined) lines.push(`Log:   ${error.log}`)
  if (verbose) lines.push(style.faint(redact(traceOf(error))))
  return safeForTerminal(lines.join('\n'))
}

/** The same for programs: the document that `--json` prints on stdout (docs/json-output.md). */
export function errorDocument(error: unknown, redact: (text: string) => string): object {
  const hint = hintOf(error)
  return {
    error: {
      code: isPgsafeError(error) ? error.code : 'unexpected',
      message: redact(messageOf(error)),
      hint: hint === undefined ? null : redact(hint),
      ...(isPgsafeError(error) && error.log !== undefined ? { log: error.log } : {}),
      ...(isPgsafeError(error) ? error.details : {}),
    },
  }
}

function messageOf(error: unknown): string {
  if (isPgsafeError(error)) return error.message
  return `a bug in pgsafe: ${error instanceof Error ? error.message : String(error)}`
}

function hintOf(error: unknown): string | undefined {
  if (isPgsafeError(error)) return error.hint
  return 'please report it, with what --verbose shows'
}

/** Stack and causes, the outermost first. */
function traceOf(error: unknown): string {
  const parts: string[] = []
  let current = error
  while (current instanceof Error && parts.length < 5) {
    parts.push(current.stack ?? current.message)
    current = current.cause
  }
  return parts.join('\ncaused by: ')
}
