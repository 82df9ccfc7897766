import type { ProgressReading, ProgressSource } from '../domain/progress/progress-reading.ts'
import { type RunningBuild, weighRestore } from '../domain/progress/weigh-restore.ts'
import { sqlLiteral } from '../domain/sql-text.ts'
import type { Poll } from './with-polling.ts'

/** What is known of a load before it begins. */
export interface LoadView {
  /** The one that is loaded; `poll` asks through another. */
  readonly database: string
  readonly poll: Poll
  /** Indexes and constraints in the backup. */
  readonly builds: number
}

/** How far a load is, as seen from our side. */
export interface LoadedSoFar extends Pick<ProgressReading, 'done' | 'unit' | 'current'> {
  /** From 0 to 1; undefined: nobody can tell. */
  readonly loaded: number | undefined
  readonly built: number
}

interface ServerSide {
  readonly rows: number
  readonly building: readonly RunningBuild[]
}

/** PostgreSQL 14 and newer. */
const serverSql = (database: string): string => `
  SELECT (SELECT coalesce(sum(tuples_processed), 0) FROM pg_stat_progress_copy
           WHERE datname = ${sqlLiteral(database)} AND command = 'COPY FROM') AS rows,
         (SELECT coalesce(json_agg(json_build_object('phase', phase, 'blocksDone', blocks_done, 'blocksTotal', blocks_total,
                                   'tuplesDone', tuples_done, 'tuplesTotal', tuples_total)), '[]')
            FROM pg_stat_progress_create_index WHERE datname = ${sqlLiteral(database)}) AS building`

/** How far a load is: what we have sent or heard of, given the rows of the COPYs that run, and what the server is at. */
export function restoreProgress(view: LoadView, soFar: (runningRows: number) => LoadedSoFar): ProgressSource {
  const { database, poll, builds } = view
  return async () => {
    const [server] = (await poll<ServerSide>(serverSql(database))) ?? []
    const { loaded, built, current, ...amount } = soFar(server?.rows ?? 0)
    const building = server?.building ?? []
    const fraction = loaded === undefined ? undefined : weighRestore({ loaded, builds, built, building })
    const atIndexes = built > 0 || building.length > 0
    const index = atIndexes ? `index ${String(Math.min(built + 1, builds))} of ${String(builds)}` : undefined
    return { ...amount, fraction, current: current ?? index }
  }
}
