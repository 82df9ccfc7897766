import type { Finished } from '../system/process-runner.ts'
import { toolError, type ToolStage } from './tool-error.ts'

export interface ToolRun {
  /** "pg_dump" */
  readonly tool: string
  readonly stage: ToolStage
  /** What it worked on: describeTarget(), or a file's path. */
  readonly described: string
  /** The signal the child was given: its reason explains the end better than the child does. */
  readonly signal?: AbortSignal
}

/** Throws unless the child ended by itself with exit code 0: the abort's own reason, else what toolError() makes of it. */
export function assertSucceeded(finished: Finished, run: ToolRun): void {
  if (finished.exitCode === 0 && finished.signal === undefined && finished.spawnError === undefined) return
  run.signal?.throwIfAborted()
  throw toolError(run.tool, finished, run)
}
