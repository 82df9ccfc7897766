import type { Watch } from '../domain/progress/progress-reading.ts'

/** What commands may say. Everything but `data` goes to stderr: stdout belongs to data, and under guard to the child. */
export interface Ui {
  /** A block or a line of narration; dropped with --quiet. */
  say(text: string): void
  /** A warning: shown even with --quiet. */
  warn(text: string): void
  /** What must be seen whatever happened (the report of guard): shown as it is, also with --quiet. */
  report(text: string): void
  /** Shown only with --verbose. */
  detail(text: string): void
  /**
   * Runs `work` behind a spinner (a plain line without a terminal), then a tick or a cross. `done` may tell more. What takes
   * longer says with `watch` where to look for how far it is.
   */
  step<T>(title: string, work: (watch: Watch) => Promise<T>, done?: (result: T) => string): Promise<T>
  /** Data for stdout: `--json` documents and lists. Always ends with a newline. */
  data(text: string): void
  /** With --json: prints the value as one line of data; else runs `human`. */
  result(value: unknown, human: () => void): void
  readonly json: boolean
}
