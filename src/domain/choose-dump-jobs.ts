import { chooseJobs } from './choose-jobs.ts'

export interface TableLocks {
  /** Each is locked once by pg_dump, and once more by whichever of its workers copies it; all locks are kept to the end. */
  readonly tables: number
  /** Locks that the server promises to have room for. */
  readonly room: number
}

interface DumpJobs {
  readonly jobs: number
  /** Why it is one job, although more were asked for: a sentence. */
  readonly warning?: string
}

/** How many jobs a directory dump gets. Only one where the locks of several would end in "out of shared memory". */
export function chooseDumpJobs({ tables, room }: TableLocks, asked: number | undefined, cores: number): DumpJobs {
  const jobs = chooseJobs({ asked, cores, items: tables })
  if (jobs === 1 || tables * 2 <= room) return { jobs }
  if (asked === undefined) return { jobs: 1 }
  const why = `${tables} tables would need ${tables * 2} locks, and the server has room for ${room}`
  return { jobs: 1, warning: `dumped with one job instead of ${jobs}: ${why} (max_locks_per_transaction)` }
}
