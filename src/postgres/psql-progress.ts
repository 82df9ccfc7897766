import { createInterface } from 'node:readline'
import type { ProgressSource } from '../domain/progress/progress-reading.ts'
import type { Running } from '../system/process-runner.ts'
import { type LoadedSoFar, type LoadView, restoreProgress } from './restore-progress.ts'

interface Sent extends Omit<LoadedSoFar, 'built'> {
  /** By other sessions. */
  readonly builtBeside: number
}

/** What a psql has said of the statements that it was given. */
export interface PsqlAnswers {
  /** Indexes and changes of tables since the last rows. */
  readonly built: number
  /** How many rows the server took in each COPY, in their order: psql's own count of what has arrived (fact 11). */
  readonly copied: readonly number[]
}

/** How far a psql is that loads a dump, by its answers and by what it has been given. */
export function psqlProgress(answers: PsqlAnswers, view: LoadView, sent: () => Sent): ProgressSource {
  return restoreProgress(view, () => {
    const { builtBeside, ...soFar } = sent()
    return { ...soFar, built: answers.built + builtBeside }
  })
}

const rows = /^COPY (\d+)$/
const build = /^(?:CREATE INDEX|ALTER TABLE)$/

/** Makes psql say what it finishes, which it does unless it is told not to. It must not have been given any rows yet. */
export function readAnswers(psql: Running): PsqlAnswers {
  const answers = { built: 0, copied: [] as number[] }
  createInterface({ input: psql.stdout, crlfDelay: Infinity }).on('line', (line) => {
    const copied = rows.exec(line)?.[1]
    if (copied !== undefined) {
      answers.copied.push(Number(copied))
      answers.built = 0
    }
    // Before the rows tables only change their owners.
    else if (answers.copied.length > 0 && build.test(line)) answers.built += 1
  })
  psql.stdin.write('\\set QUIET off\n')
  return answers
}
