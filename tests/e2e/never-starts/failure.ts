import type { Project, ProjectOptions } from '../../support/project.ts'
import type { PgsafeRun } from '../../support/run-pgsafe.ts'

/** Something that goes wrong before the guarded command runs. */
export interface Failure {
  /** After "the command does not run when". */
  readonly why: string
  /** The error's, in JSON. */
  readonly code: string
  readonly options?: ProjectOptions
  /** Breaks something; returns what the run needs besides. */
  readonly prepare: (project: Project) => Promise<Broken>
}

export interface Broken {
  /** Options of guard; default `--yes`. */
  readonly args?: readonly string[]
  readonly run?: Partial<PgsafeRun>
  /** Default: one that leaves the file `sentinel`. */
  readonly command?: readonly string[]
  /** A file that the fault leaves when it happens. */
  readonly happened?: string
}
