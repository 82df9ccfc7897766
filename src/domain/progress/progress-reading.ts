/** What long work is, for programs that follow it (docs/json-output.md). */
export type Work = 'dump' | 'verify' | 'load' | 'copy'

/** One look at how far long work has come. */
export interface ProgressReading {
  /** From 0 to 1; undefined: nobody can tell. */
  readonly fraction: number | undefined
  /** How much is through so far: the rate is made of it. */
  readonly done: number
  readonly unit: 'bytes' | 'rows'
  /** What is being worked on: "public.orders". */
  readonly current: string | undefined
}

/** Looks once; undefined: nothing can be seen at the moment. */
export type ProgressSource = () => ProgressReading | undefined | Promise<ProgressReading | undefined>

/** Says where to look from now on. Looked at about once a second and never in the first: short work pays nothing. */
export type Watch = (work: Work, source: ProgressSource) => void
