import { createInterface } from 'node:readline'
import type { ProgressSource } from '../domain/progress/progress-reading.ts'
import type { Running } from '../system/process-runner.ts'
import { type LoadedSoFar, type LoadView, restoreProgress } from './restore-progress.ts'

interface Sent extends Omit<LoadedSoFar, 'built'> {
  /** By other sessions. */
  readonly builtBeside: number
}

/** How far a psql is that loads a dump; it must not have been given any rows yet. `sent` says what it has been given since. */
export function psqlProgress(psql: Running, view: LoadView, sent: () => Sent): ProgressSource {
  const built = countBuilds(psql)
  return restoreProgress(view, () => {
    const { builtBeside, ...soFar } = sent()
    return { ...soFar, built: built() + builtBeside }
  })
}

const rows = /^COPY \d+$/
const build = /^(?:CREATE INDEX|ALTER TABLE)$/

/** The indexes and changes of tables since the last rows, by what psql says of each statement unless it is told not to. */
function countBuilds(psql: Running): () => number {
  let built: number | undefined
  createInterface({ input: psql.stdout, crlfDelay: Infinity }).on('line', (line) => {
    if (rows.test(line)) built = 0
    // Before the rows tables only change their owners.
    else if (built !== undefined && build.test(line)) built += 1
  })
  psql.stdin.write('\\set QUIET off\n')
  return () => built ?? 0
}
