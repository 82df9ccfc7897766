import { availableParallelism } from 'node:os'
import type { Writable } from 'node:stream'
import { chooseArchiveJobs } from '../domain/choose-archive-jobs.ts'
import { chooseJobs } from '../domain/choose-jobs.ts'
import { rewritesForLoad, type DumpRewrites } from '../domain/dump-rewrites.ts'
import type { IndexBuild } from '../domain/index-build.ts'
import { totalRows, type BackupFormat, type Compression, type TableRows } from '../domain/manifest.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import { assertWhole } from '../dump/assert-whole.ts'
import { DumpScanner } from '../dump/dump-scanner.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { feedDump } from '../dump/feed-dump.ts'
import { lendChunks } from '../dump/lend-chunks.ts'
import { readDump } from '../dump/read-dump.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { runPgRestore, startPgRestoreToSql } from '../postgres/pg-restore.ts'
import { pgRestoreProgress } from '../postgres/pg-restore-progress.ts'
import { startPsqlLoad } from '../postgres/psql-load.ts'
import type { LoadedSoFar, LoadView } from '../postgres/restore-progress.ts'
import { toolError } from '../postgres/tool-error.ts'
import { withLoadSettings } from '../postgres/with-load-settings.ts'
import type { Poll } from '../postgres/with-polling.ts'
import type { Context } from '../system/context.ts'
import type { Finished } from '../system/process-runner.ts'

export interface LoadPlan {
  /** The empty side database; with `transaction`, the database itself. */
  readonly into: Database
  readonly path: string
  readonly format: BackupFormat
  readonly compression: Compression
  /** Of the file as its manifest has it; the bytes that are loaded are hashed again. */
  readonly sha256: string | null
  readonly jobs: number | undefined
  readonly noOwner: boolean
  readonly noAcl: boolean
  /** What is in it, as its verification has found. */
  readonly summary: Pick<DumpSummary, 'tables' | 'countable' | 'builds'>
  readonly watch: Watch
  /** Asks the server how far the load is, over a connection to another database than `into`. */
  readonly poll: Poll
  /** In place: SQL before the dump and, once its bytes have turned out right, behind it. The dump's own BEGIN and COMMIT go. */
  readonly transaction?: { readonly begin: string; readonly end: string }
}

export interface Loaded {
  /** The server has said of every COPY that it took as many rows as the file holds. (A foreign file can make psql say anything.) */
  readonly acknowledged: boolean
}

/**
 * Loads a backup into an empty database. psql gets a stream that the scanner has let through: the end of input never means
 * success (facts 1 and 2 of pitfalls: a truncated stream commits), so the caller swaps only what this function returns.
 * Throws `restore-failed` with the first error, `verification-failed` when the bytes changed since they were checked.
 */
export async function loadBackup(ctx: Context, plan: LoadPlan): Promise<Loaded> {
  if (plan.format === 'plain') return loadPlain(ctx, plan)
  const rewrite = loadRewrites(plan)
  const throughPsql = rewrite.transactionTimeout === true || plan.transaction !== undefined
  return throughPsql ? loadArchiveThroughPsql(ctx, plan, rewrite) : loadArchive(ctx, plan)
}

async function loadPlain(ctx: Context, plan: LoadPlan): Promise<Loaded> {
  const { path, compression, sha256, transaction } = plan
  const scanner = new DumpScanner({ rewrite: loadRewrites(plan) })
  let read = { bytes: 0, total: 1 }
  return loadThroughPsql(ctx, plan, {
    scanner,
    sent: () => {
      const { current } = scanner.position
      return { loaded: read.bytes / read.total, done: read.bytes, unit: 'bytes', current }
    },
    give: async (to) => {
      const onBytes = (bytes: number, total: number) => (read = { bytes, total })
      const all = await readDump({ path, compression, scanner, ...to, signal: ctx.signal, onBytes })
      if (transaction !== undefined) assertWhole(scanner.finish(), plan.summary)
      if (sha256 === null || all.sha256 === sha256) return
      throw new PgsafeError('verification-failed', 'the file changed while it was being restored')
    },
  })
}

/** By pg_restore, with several jobs. */
async function loadArchive(ctx: Context, plan: LoadPlan): Promise<Loaded> {
  const { tables, builds } = plan.summary
  const items = tables.length + builds
  const jobs = chooseArchiveJobs({ asked: plan.jobs, cores: availableParallelism(), items })
  const { source, onLine } = pgRestoreProgress({ ...viewOf(plan), tables: countedTables(plan) })
  plan.watch('load', source)
  const { path, noOwner, noAcl } = plan
  const at = await withLoadSettings(ctx, plan.into, jobs)
  const finished = await runPgRestore(ctx, { at, path, jobs, onLine, noOwner, noAcl })
  ctx.signal.throwIfAborted()
  if (finished.exitCode !== 0 || finished.signal !== undefined) throw restoreError('pg_restore', plan, finished)
  return { acknowledged: false }
}

/** A pg_restore of 17+ sends `SET transaction_timeout` itself (F10): older servers get its SQL without that line. */
async function loadArchiveThroughPsql(ctx: Context, plan: LoadPlan, rewrite: DumpRewrites): Promise<Loaded> {
  const scanner = new DumpScanner({ rewrite })
  const { path, noOwner, noAcl } = plan
  const source = startPgRestoreToSql(ctx, { tools: plan.into.tools, path, noOwner, noAcl })
  const total = totalRows(countedTables(plan) ?? [])
  return loadThroughPsql(ctx, plan, {
    scanner,
    sent: () => {
      const { rows, current } = scanner.position
      return { loaded: total === 0 ? undefined : rows / total, done: rows, unit: 'rows', current }
    },
    give: async (to) => {
      try {
        await feedDump({ source: lendChunks(source.stdout), scanner, ...to })
      } catch (error) {
        source.kill()
        await source.done
        throw error
      }
      const decoded = await source.done
      if (decoded.exitCode !== 0 || decoded.signal !== undefined) throw restoreError('pg_restore', plan, decoded)
      assertWhole(scanner.finish(), plan.summary)
    },
  })
}

interface Feed {
  /** Sees all that psql gets. */
  readonly scanner: DumpScanner
  /** What has been given to psql up to now. */
  readonly sent: () => Omit<LoadedSoFar, 'built'>
  /** Gives it everything. Of a transaction it throws unless that was the whole backup: the COMMIT comes next. */
  readonly give: (to: {
    readonly sink: Writable
    readonly onBuilds: (builds: readonly IndexBuild[]) => Promise<void>
  }) => Promise<void>
}

/** One psql loads what `feed` gives it, and stops at the first error; others build the indexes. Throws `restore-failed` or what `give` throws. */
async function loadThroughPsql(ctx: Context, plan: LoadPlan, { scanner, sent, give }: Feed): Promise<Loaded> {
  const psql = startPsqlLoad(ctx, { into: plan.into, begin: plan.transaction?.begin, jobs: buildJobs(plan) })
  let broken: unknown
  try {
    plan.watch('load', psql.progress(viewOf(plan), sent))
    await give({ sink: psql.stdin, onBuilds: (builds) => psql.builders.run(builds) })
    psql.stdin.end(plan.transaction?.end ?? '')
  } catch (error) {
    // Either the file is bad, or psql went away: its own last words come first.
    broken = error
    psql.kill()
  }
  const finished = await psql.finished()
  ctx.signal.throwIfAborted()
  assertLoaded(plan, finished, broken)
  assertWhole(scanner.finish(), plan.summary)
  const { copied } = scanner
  const acknowledged = copied.length === psql.copied.length && copied.every((rows, at) => rows === psql.copied[at])
  return { acknowledged }
}

/** psql's own error explains more than the broken pipe that follows from it. */
function assertLoaded(plan: LoadPlan, finished: Finished, broken: unknown): void {
  const psqlFailed = finished.exitCode !== undefined && finished.exitCode !== 0
  if (psqlFailed) throw restoreError('psql', plan, finished)
  if (broken !== undefined) throw broken
  if (finished.exitCode !== 0 || finished.signal !== undefined) throw restoreError('psql', plan, finished)
}

function viewOf({ into, poll, summary }: LoadPlan): LoadView {
  return { database: into.connection.database, poll, builds: summary.builds }
}

/** Rows that come as INSERTs are counted by nobody. */
function countedTables({ summary }: LoadPlan): readonly TableRows[] | undefined {
  return summary.countable ? summary.tables : undefined
}

/** How many sessions build the indexes of a dump that psql loads; a transaction has only one. */
function buildJobs({ jobs, summary, transaction }: LoadPlan): number {
  if (transaction !== undefined) return 1
  return chooseJobs({ asked: jobs, cores: availableParallelism(), items: summary.builds })
}

function restoreError(tool: string, plan: LoadPlan, finished: Finished): PgsafeError {
  return toolError(tool, finished, { described: plan.into.connection.database, stage: 'restore' })
}

function loadRewrites(plan: LoadPlan): DumpRewrites {
  const { tools, server } = plan.into
  // Nobody knows the version of the client that wrote a plain file.
  const clientMajor = plan.format === 'plain' ? 17 : tools.major
  return rewritesForLoad({
    ...plan,
    clientMajor,
    serverMajor: server.major,
    inTransaction: plan.transaction !== undefined,
    jobs: buildJobs(plan),
  })
}
