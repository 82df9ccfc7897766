import type { Severity } from './severity.ts'

/** One command that will run, and what pgsafe knows of it. */
export interface RecognisedSegment {
  readonly words: readonly string[]
  /** The tool as its makers write it; undefined when the catalogue does not know it. */
  readonly tool: string | undefined
  /** `prisma migrate reset`. */
  readonly title: string
  readonly severity: Severity
  readonly recognised: boolean
  /** For people, after "This will:"; '' when it destroys nothing. */
  readonly destroys: string
  /** What answers, or leaves out, the tool's own question: `--force`, `SUPABASE_YES`, `yes |`. */
  readonly consentFlags: readonly string[]
  readonly safer: string | undefined
  /** What it reaches that a backup of the one database does not bring back. */
  readonly beyondDatabase: string | undefined
  /** In a container or on another host: how it gets there. */
  readonly elsewhere: string | undefined
  /** Launchers, scripts and shells that lead to it, outermost first. */
  readonly via: readonly string[]
  /** What could not be looked into. */
  readonly reasons: readonly string[]
}

/** Whether a backup of the one database does not bring back all that the command destroys (fact 17). */
export function reachesBeyond({ segments }: Pick<Recognised, 'segments'>): boolean {
  return segments.some(({ severity, beyondDatabase }) => severity !== 'none' && beyondDatabase !== undefined)
}

/** A whole command line. */
export interface Recognised {
  /** The worst of its segments. */
  readonly severity: Severity
  /** Every segment was recognised. */
  readonly recognised: boolean
  readonly segments: readonly RecognisedSegment[]
  /** What it is known to do, for the DANGER ZONE screen; empty when nothing of it destroys anything. */
  readonly effects: readonly string[]
  /** Why it is judged so, where that is not plain from the segments. */
  readonly reasons: readonly string[]
}
