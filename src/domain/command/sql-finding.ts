import type { Severity } from './severity.ts'

/** What one statement (or psql command) does to data. */
export interface SqlFinding {
  readonly severity: Severity
  /** For people, after "This will:": `drop table public.users`. Names, never values. */
  readonly what: string
  /** What it reaches that a backup of the one database does not bring back. */
  readonly beyond?: string
}

/** What a whole SQL text does. */
export interface SqlVerdict {
  /** Only what is more than `none`. */
  readonly findings: readonly SqlFinding[]
  /** What could not be looked into, and why. */
  readonly reasons: readonly string[]
}
