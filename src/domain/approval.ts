/** What exactly a person approves. Another word, place, database or degree of danger is another run. */
export interface ApprovedRun {
  readonly action: string
  /** Every word after `pgsafe`. May hold secrets: only a hash of it is stored. */
  readonly argv: readonly string[]
  /** The working directory; absolute. */
  readonly directory: string
  readonly systemIdentifier: string
  readonly database: string
  readonly danger: 'local' | 'remote' | 'production'
  /** What else it is about: the backup that is restored, the step that is undone, how sure the command's target is. */
  readonly subject: string
}

/** An agent's run that a person may approve. No secrets. */
export interface ApprovalFields {
  readonly version: 1
  readonly id: string
  /** ISO 8601, UTC; as the others. */
  readonly createdAt: string
  /** Until then it can be approved; once it is, until then it can be used. */
  readonly expiresAt: string
  readonly approvedAt: string | null
  /** "Claude Code: CLAUDECODE" */
  readonly agent: string
  readonly action: string
  /** The whole command line, redacted. */
  readonly command: readonly string[]
  readonly directory: string
  readonly database: string
  /** user@host:port/database */
  readonly target: string
  readonly danger: 'local' | 'remote' | 'production'
  /** Why a person has to decide; each reads on after "because". */
  readonly reasons: readonly string[]
  /** SHA-256 over the id and the ApprovedRun. */
  readonly binding: string
}

/** As it is stored: `seal` is a hash of the rest, so that nobody approves by changing a date. It stops no forger. */
export interface Approval extends ApprovalFields {
  readonly seal: string
}

/** How long a request waits for a person, and an approval for the command. */
export const approvalMinutes = 10
const validMs = approvalMinutes * 60_000

/** The end of something that begins now. */
export function expiryFrom(now: Date): string {
  return new Date(now.getTime() + validMs).toISOString()
}

/** False after its time, and when the clock was set back so far that nobody can say. */
export function isCurrent({ expiresAt }: Pick<ApprovalFields, 'expiresAt'>, now: Date): boolean {
  const left = Date.parse(expiresAt) - now.getTime()
  return left > 0 && left <= validMs
}
