import type { ProjectView } from './project-view.ts'
import type { ResetStep } from './reset-step.ts'

/** How a project's own tool makes its database new. */
export interface KnownReset {
  /** What in the project says that it is this tool. */
  readonly evidence: readonly string[]
  readonly steps: readonly ResetStep[]
  /** The tool's own seed; `reset.seed` takes its place. */
  readonly seed?: readonly ResetStep[]
}

/** The tool is there, but not how to call it. */
export interface UnclearReset {
  readonly evidence: readonly string[]
  readonly unclear: string
}

export interface ResetTool {
  readonly name: string
  /** undefined: the project does not use it. Only certain evidence counts: a dependency together with its files. */
  readonly find: (project: ProjectView) => KnownReset | UnclearReset | undefined
}
