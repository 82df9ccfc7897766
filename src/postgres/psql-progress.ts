import type { ProgressSource } from '../domain/progress/progress-reading.ts'
import type { PsqlAnswers } from './psql-answers.ts'
import { type LoadedSoFar, type LoadView, restoreProgress } from './restore-progress.ts'

interface Sent extends Omit<LoadedSoFar, 'built'> {
  /** By other sessions. */
  readonly builtBeside: number
}

/** How far a psql is that loads a dump, by its answers and by what it has been given. */
export function psqlProgress(answers: PsqlAnswers, view: LoadView, sent: () => Sent): ProgressSource {
  return restoreProgress(view, () => {
    const { builtBeside, ...soFar } = sent()
    return { ...soFar, built: answers.built + builtBeside }
  })
}
