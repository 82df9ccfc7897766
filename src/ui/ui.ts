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
  /** Runs `work` behind a spinner (a plain line without a terminal), then a tick or a cross. `done` may tell more. */
  step<T>(
    title: string,
    work: (progress: (text: string) => void) => Promise<T>,
    done?: (result: T) => string,
  ): Promise<T>
  /** Data for stdout: `--json` documents and lists. Always ends with a newline. */
  data(text: string): void
  /** With --json: prints the value as one line of data; else runs `human`. */
  result(value: unknown, human: () => void): void
  readonly json: boolean
}
