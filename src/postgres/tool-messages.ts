import { redactText } from '../domain/redact.ts'
import { stripControl } from '../domain/strip-control.ts'

/** Lines of stderr that only accompany the error. */
const accompanying =
  /^\s*(?:(?:(?:pg_\w+|psql): )?(?:detail|hint|warning):|(?:DETAIL|HINT|CONTEXT|LOCATION|STATEMENT|NOTICE|WARNING|QUERY|LINE \d+):|\^)/i
const announcing = /\b(?:error|fatal|panic):|^\p{L}+: {2}[0-9A-Z]{5}: /iu

/** Who says it, said once: `psql:<stdin>:3: ERROR:  42P01: …` is about what follows. */
const prefixes = [
  /^(?:psql|pg_\w+):(?:<stdin>:\d+:)? */,
  /^(?:error|fatal|ERROR|FATAL|PANIC): +/,
  /^(?:\p{L}+: {2})?[0-9A-Z]{5}: (?=\S)/u,
  /^(?:query failed|could not execute query): /,
  /^connection to server (?:at|on) .*? failed: /,
]

/** What stderr says of the error itself: neither warnings nor the statement it happened in, whose text is the user's data. */
export function errorText(stderr: string): string {
  return withoutSecrets(stderr)
    .replace(/^Command was: [^]*?(?=^(?:pg_\w+|psql): |(?![^]))/gm, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !accompanying.test(line))
    .join('\n')
}

/**
 * The one line of a tool's stderr that says what went wrong, without its prefixes, control characters and secrets: the first
 * that matches `pattern`, else the first that announces an error, else the last. '' when there is none.
 */
export function decisiveLine(stderr: string, pattern?: RegExp): string {
  const lines = errorText(stderr).split('\n')
  const line =
    (pattern === undefined ? undefined : lines.find((candidate) => pattern.test(candidate))) ??
    lines.find((candidate) => announcing.test(candidate)) ??
    lines.at(-1)
  return line === undefined ? '' : stripControl(withoutPrefixes(line.trim()))
}

/** A statement in an error's context may hold the password of another server (user mappings, subscriptions). */
export function withoutSecrets(text: string): string {
  const quotedOnce = text.replace(/(\bpassword\s+)E?'(?:[^']|'')*'/gi, '$1***')
  const quotedTwice = quotedOnce.replace(/(password\s*=\s*)''[^']*''/gi, '$1***')
  return redactText(quotedTwice)
}

function withoutPrefixes(line: string): string {
  const shorter = prefixes.reduce((rest, prefix) => rest.replace(prefix, ''), line)
  return shorter === line ? line : withoutPrefixes(shorter)
}
