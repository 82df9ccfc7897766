import { availableParallelism } from 'node:os'
import { type IndexBuild, nextBuild } from '../domain/index-build.ts'
import { helperSettings, loadSettingsSql } from '../domain/load-settings.ts'
import type { SqlEndpoint } from './database.ts'
import type { PsqlAnswers } from './psql-answers.ts'
import { type ChildContext, sessionPreamble } from './psql-program.ts'
import { openPsql, type OpenPsql } from './psql-session.ts'

/** Sessions beside the one that loads a dump, which build its indexes several at once. */
export interface IndexBuilders {
  /** Runs all of them, in any order, once the load has come so far. Throws `restore-failed` with the first error. */
  run(builds: readonly IndexBuild[]): Promise<void>
  /** How many it has run. */
  readonly built: number
  end(): Promise<void>
}

interface Load {
  readonly into: SqlEndpoint
  /** Of the one that loads. */
  readonly answers: Pick<PsqlAnswers, 'caughtUp'>
  readonly jobs: number
}

/** As the header of a dump sets them. */
const settings = { search_path: '', default_tablespace: '', statement_timeout: '0', lock_timeout: '0' }

/** They connect when there is something to build. */
export function createIndexBuilders(ctx: ChildContext, { into, answers, jobs }: Load): IndexBuilders {
  const idle: OpenPsql[] = []
  const all: OpenPsql[] = []
  let built = 0
  const { host } = into.connection.params
  const helpers = helperSettings({ host, jobs, cores: availableParallelism() })
  const session = (): OpenPsql => {
    const free = idle.pop()
    if (free !== undefined) return free
    const opened = openPsql(ctx, into, { stage: 'restore' })
    opened.send(sessionPreamble({ settings: { ...settings, ...helpers } }) + loadSettingsSql(jobs))
    all.push(opened)
    return opened
  }
  const build = async (one: IndexBuild): Promise<IndexBuild> => {
    const free = session()
    await free.ask(one.sql)
    built += 1
    idle.push(free)
    return one
  }
  return {
    run: async (builds) => {
      await answers.caughtUp()
      await runAtOnce(builds, jobs, build)
    },
    get built() {
      return built
    },
    end: async () => {
      await Promise.all(all.map((opened) => opened.end()))
    },
  }
}

/** Several at once, none of which would have to wait for another's lock. */
async function runAtOnce(
  builds: readonly IndexBuild[],
  jobs: number,
  build: (one: IndexBuild) => Promise<IndexBuild>,
): Promise<void> {
  const waiting = new Set(builds)
  const running = new Map<IndexBuild, Promise<IndexBuild>>()
  while (waiting.size + running.size > 0) {
    const next = running.size < jobs ? nextBuild([...waiting], [...running.keys()]) : undefined
    if (next === undefined) running.delete(await Promise.race(running.values()))
    else {
      waiting.delete(next)
      running.set(next, build(next))
    }
  }
}
