/**
 * How much of a database a command may destroy, least first: nothing; unknown until its SQL or script is read; some of
 * it; (nearly) all of its contents; the database itself, or more than that.
 */
export const severities = ['none', 'inspect', 'some', 'all', 'database'] as const
export type Severity = (typeof severities)[number]

/** The worst of them; `none` of nothing. */
export function worstOf(found: readonly Severity[]): Severity {
  const ranks = found.map((severity) => severities.indexOf(severity))
  return severities[Math.max(0, ...ranks)] ?? 'none'
}
