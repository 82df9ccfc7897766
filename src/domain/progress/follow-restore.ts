/** How far a pg_restore is, by what it says with --verbose. */
export interface FollowedRestore {
  /** Several workers, which say what they finish; a single one goes on to the next item without a word. */
  readonly parallel: boolean
  /** "schema.name" of the tables whose rows are being loaded. */
  readonly loading: readonly string[]
  readonly loaded: readonly string[]
  /** Finished indexes and constraints. */
  readonly built: number
  /** "public.orders_note_idx", "public.orders orders_pkey" */
  readonly building: readonly string[]
}

export const nothingRestored: FollowedRestore = { parallel: false, loading: [], loaded: [], built: 0, building: [] }

const startedTable = /^pg_restore: processing data for table "(.*)"$/
const startedBuild = /^pg_restore: creating (?:INDEX|CONSTRAINT|FK CONSTRAINT) "(.*)"$/
const finishedTable = /^pg_restore: finished item \d+ TABLE DATA (.*)$/
const finishedBuild = /^pg_restore: finished item \d+ (?:INDEX|CONSTRAINT|FK CONSTRAINT) (.*)$/
const chatter =
  /^pg_restore: (?:processing |creating |launching |finished |entering main|executing |connecting to|implied data-only|skipping |restored \d|restoring large|setting owner|dropping |enabling |disabling |table )/

/** True for lines that only tell what is going on: no errors, warnings or what belongs to them. */
export function isRestoreChatter(line: string): boolean {
  return chatter.test(line)
}

/** Takes one line in; any other line changes nothing. */
export function followRestore(state: FollowedRestore, line: string): FollowedRestore {
  if (line === 'pg_restore: entering main parallel loop') return { ...state, parallel: true }
  const table = startedTable.exec(line)?.[1]
  if (table !== undefined) return { ...settled(state), loading: [...settled(state).loading, table] }
  const build = startedBuild.exec(line)?.[1]
  if (build !== undefined) return { ...settled(state), building: [...settled(state).building, build] }
  const [through, built] = [finishedTable.exec(line)?.[1], finishedBuild.exec(line)?.[1]]
  if (through !== undefined) return finishTable(state, through)
  return built === undefined ? state : finishBuild(state, built)
}

/** A single worker that begins something has finished what was before. */
function settled(state: FollowedRestore): FollowedRestore {
  if (state.parallel) return state
  const { loading, loaded, building, built } = state
  return { ...state, loading: [], loaded: [...loaded, ...loading], building: [], built: built + building.length }
}

/** What is finished is told without its schema. */
function finishTable(state: FollowedRestore, name: string): FollowedRestore {
  const at = state.loading.findIndex((table) => table === name || table.endsWith(`.${name}`))
  const table = state.loading[at]
  return table === undefined
    ? state
    : { ...state, loading: state.loading.toSpliced(at, 1), loaded: [...state.loaded, table] }
}

function finishBuild(state: FollowedRestore, name: string): FollowedRestore {
  const at = state.building.findIndex((build) => build === name || build.endsWith(`.${name}`))
  const building = at === -1 ? state.building : state.building.toSpliced(at, 1)
  return { ...state, building, built: state.built + 1 }
}
