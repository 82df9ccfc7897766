import type { TableRows } from '../domain/manifest.ts'
import { followRestore, nothingRestored } from '../domain/progress/follow-restore.ts'
import type { ProgressSource } from '../domain/progress/progress-reading.ts'
import { type LoadView, restoreProgress } from './restore-progress.ts'

interface ArchiveView extends LoadView {
  /** Of the archive; undefined where they cannot be counted. */
  readonly tables: readonly TableRows[] | undefined
}

/** How far a pg_restore is: give it every line that it says. */
export function pgRestoreProgress(view: ArchiveView): { onLine: (line: string) => void; source: ProgressSource } {
  const { tables } = view
  const rowsOf = new Map(tables?.map(({ schema, name, rows }) => [`${schema}.${name}`, rows]))
  const total = [...rowsOf.values()].reduce((sum, rows) => sum + rows, 0)
  let state = nothingRestored
  const source = restoreProgress(view, (runningRows) => {
    const { loading, building, built } = state
    const done = runningRows + state.loaded.reduce((sum, table) => sum + (rowsOf.get(table) ?? 0), 0)
    const loaded = tables === undefined ? undefined : total === 0 ? 1 : done / total
    const current = [...loading, ...building.map(withoutTable)].join(', ')
    return { loaded, done, unit: 'rows', built, current: current === '' ? undefined : current }
  })
  return { source, onLine: (line) => void (state = followRestore(state, line)) }
}

/** "public.orders orders_pkey" is a constraint of its table. */
function withoutTable(build: string): string {
  return build.replace(/^.* /s, '')
}
