/** One index that the server is building, as pg_stat_progress_create_index has it. */
export interface RunningBuild {
  readonly phase: string
  readonly blocksDone: number
  readonly blocksTotal: number
  readonly tuplesDone: number
  readonly tuplesTotal: number
}

export interface RestoreState {
  /** Indexes and constraints that the backup holds: they are made when the rows are in. */
  readonly builds: number
  /** From 0 to 1: the part of the rows, or of the file, that is in. */
  readonly loaded: number
  /** Finished indexes and constraints. */
  readonly built: number
  /** Being made now. */
  readonly building: readonly RunningBuild[]
}

/** Of the time of a restore, where there is something to build: about right for the usual two indexes per table. */
const shareOfRows = 0.5

/** How far a restore is, from 0 to 1. */
export function weighRestore({ loaded, builds, built, building }: RestoreState): number {
  const rows = part(loaded, 1)
  if (builds === 0) return rows
  const under = building.reduce((sum, build) => sum + fractionBuilt(build), 0)
  return shareOfRows * rows + (1 - shareOfRows) * part(built + under, builds)
}

/** The table is read, then its sorted keys are written: half of the work each. */
function fractionBuilt({ phase, blocksDone, blocksTotal, tuplesDone, tuplesTotal }: RunningBuild): number {
  if (phase.includes('loading')) return 0.5 + part(tuplesDone, tuplesTotal) / 2
  return phase.includes('scanning') ? part(blocksDone, blocksTotal) / 2 : phase.includes('sorting') ? 0.5 : 0
}

function part(done: number, total: number): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0
}
