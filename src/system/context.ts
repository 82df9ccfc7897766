import type { Ui } from '../ui/ui.ts'
import type { ProcessRunner } from './process-runner.ts'
import type { Prompts } from './prompts.ts'

/** Variables by name, as in process.env, but never changed. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Everything with a side effect, built once in main.ts and passed first to whatever needs it. Tests pass fakes. */
export interface Context {
  readonly process: ProcessRunner
  readonly prompts: Prompts
  readonly ui: Ui
  readonly env: Environment
  /** The words after the program's name, as they were typed. May hold secrets: redact before showing. */
  readonly argv: readonly string[]
  /** Absolute. */
  readonly cwd: string
  readonly now: () => Date
  /** Aborted on SIGINT, SIGTERM and SIGHUP, with a PgsafeError (interrupted or terminated) as its reason. */
  readonly signal: AbortSignal
  /** While `action` runs, those signals do not abort but go to `onSignal`: the wrapped command's time, and the swap's. */
  readonly withSignals: <T>(onSignal: (signal: NodeJS.Signals) => void, action: () => Promise<T>) => Promise<T>
}
