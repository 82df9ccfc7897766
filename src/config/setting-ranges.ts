/** The lowest and the highest value that each number may have, in the config file and in variables alike. */
export const settingRanges = {
  jobs: [1, 256],
  /** A hundred years: beyond it dates stop being dates. */
  days: [0, 36_500],
  keep: [0, 100_000],
  /** Seconds. Never 0: pg_dump would wait for ever. */
  lockWaitTimeout: [1, 86_400],
  keptDatabases: [0, 1000],
  hours: [0, 876_000],
} as const satisfies Record<string, readonly [number, number]>

/** "a whole number from 1 to 256" */
export function describeRange([lowest, highest]: readonly [number, number]): string {
  return `a whole number from ${String(lowest)} to ${String(highest)}`
}
