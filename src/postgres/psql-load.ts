import type { Writable } from 'node:stream'
import { loadSettingsSql } from '../domain/load-settings.ts'
import type { ProgressSource } from '../domain/progress/progress-reading.ts'
import type { Context } from '../system/context.ts'
import type { Finished } from '../system/process-runner.ts'
import type { SqlEndpoint } from './database.ts'
import { createIndexBuilders, type IndexBuilders } from './index-builders.ts'
import { readAnswers } from './psql-answers.ts'
import { psqlProgress } from './psql-progress.ts'
import { startPsql } from './psql.ts'
import type { LoadedSoFar, LoadView } from './restore-progress.ts'

interface PsqlLoadOptions {
  readonly into: SqlEndpoint
  /** SQL before the dump, when that is loaded in one transaction: it ends with a COMMIT. */
  readonly begin: string | undefined
  /** Sessions that may build indexes. */
  readonly jobs: number
}

/** A psql that loads a dump, and the sessions that build its indexes. */
export interface PsqlLoad {
  readonly stdin: Writable
  readonly builders: IndexBuilders
  /** How many rows the server took in each COPY, in their order. */
  readonly copied: readonly number[]
  progress(view: LoadView, sent: () => Omit<LoadedSoFar, 'built'>): ProgressSource
  kill(): void
  /** How it ended. Once the COMMIT of a transaction is on its way, a signal waits for its outcome. */
  finished(): Promise<Finished>
}

export function startPsqlLoad(ctx: Context, { into, begin, jobs }: PsqlLoadOptions): PsqlLoad {
  const psql = startPsql(ctx, into)
  psql.stdin.write(begin ?? loadSettingsSql(1))
  const answers = readAnswers(psql)
  const builders = createIndexBuilders(ctx, { into, answers, jobs })
  return {
    stdin: psql.stdin,
    builders,
    copied: answers.copied,
    progress: (view, sent) => psqlProgress(answers, view, () => ({ ...sent(), builtBeside: builders.built })),
    kill: () => psql.kill(),
    finished: async () => {
      await builders.end()
      if (begin === undefined || ctx.signal.aborted) return psql.done
      return ctx.withSignals(
        () => ctx.ui.warn('the transaction is about to be committed: please wait'),
        () => psql.done,
      )
    },
  }
}
