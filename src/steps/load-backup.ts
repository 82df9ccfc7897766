import { availableParallelism } from 'node:os'
import { chooseJobs } from '../domain/choose-jobs.ts'
import { loadSettingsSql } from '../domain/load-settings.ts'
import { rewritesForLoad, type DumpRewrites } from '../domain/dump-rewrites.ts'
import type { IndexBuild } from '../domain/index-build.ts'
import { totalRows, type BackupFormat, type Compression, type TableRows } from '../domain/manifest.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import { assertSameRows } from '../dump/assert-same-rows.ts'
import { DumpScanner } from '../dump/dump-scanner.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { feedDump } from '../dump/feed-dump.ts'
import { readDump } from '../dump/read-dump.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { createIndexBuilders } from '../postgres/index-builders.ts'
import { runPgRestore, startPgRestoreToSql } from '../postgres/pg-restore.ts'
import { pgRestoreProgress } from '../postgres/pg-restore-progress.ts'
import { psqlProgress, readAnswers, type PsqlAnswers } from '../postgres/psql-progress.ts'
import type { LoadView } from '../postgres/restore-progress.ts'
import { withLoadSettings } from '../postgres/with-load-settings.ts'
import type { Poll } from '../postgres/with-polling.ts'
import { startPsql } from '../postgres/psql.ts'
import { toolError } from '../postgres/tool-error.ts'
import type { Context } from '../system/context.ts'
import type { Finished, Running } from '../system/process-runner.ts'

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
  const scanner = new DumpScanner({ rewrite: loadRewrites(plan) })
  const psql = startPsql(ctx, plan.into)
  psql.stdin.write(plan.transaction?.begin ?? loadSettingsSql(1))
  const answers = readAnswers(psql)
  const builders = createIndexBuilders(ctx, { into: plan.into, psql, jobs: buildJobs(plan) })
  let sent = { bytes: 0, total: 1 }
  let read: Awaited<ReturnType<typeof readDump>> | undefined
  let broken: unknown
  try {
    watchPsql(plan, answers, () => {
      const { current } = scanner.position
      const { built: builtBeside } = builders
      return { loaded: sent.bytes / sent.total, done: sent.bytes, unit: 'bytes', current, builtBeside }
    })
    read = await readDump({
      path: plan.path,
      compression: plan.compression,
      scanner,
      sink: psql.stdin,
      signal: ctx.signal,
      onBytes: (bytes, total) => (sent = { bytes, total }),
      onBuilds: (builds) => builders.run(builds),
    })
    if (plan.transaction !== undefined) acceptedSummary(plan, scanner)
    if (plan.transaction !== undefined) assertUnchanged(plan, read.sha256)
    psql.stdin.end(plan.transaction?.end ?? '')
  } catch (error) {
    // Either the file is bad, or psql went away: its own last words come first.
    broken = error
    psql.kill()
  } finally {
    await builders.end()
  }
  const finished = await untilDone(ctx, psql, plan)
  ctx.signal.throwIfAborted()
  assertLoaded(plan, finished, broken)
  assertUnchanged(plan, read?.sha256)
  acceptedSummary(plan, scanner)
  return { acknowledged: isAcknowledged(answers, scanner) }
}

function isAcknowledged({ copied }: PsqlAnswers, scanner: DumpScanner): boolean {
  return copied.length === scanner.copied.length && scanner.copied.every((rows, index) => rows === copied[index])
}

async function loadArchive(ctx: Context, plan: LoadPlan): Promise<Loaded> {
  const { tables, builds } = plan.summary
  const jobs = chooseJobs({ asked: plan.jobs, cores: availableParallelism(), items: tables.length + builds })
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
  const psql = startPsql(ctx, plan.into)
  psql.stdin.write(plan.transaction?.begin ?? loadSettingsSql(1))
  const answers = readAnswers(psql)
  const builders = createIndexBuilders(ctx, { into: plan.into, psql, jobs: buildJobs(plan) })
  const total = totalRows(countedTables(plan) ?? [])
  let broken: unknown
  try {
    watchPsql(plan, answers, () => {
      const { rows, current } = scanner.position
      const loaded = total === 0 ? undefined : rows / total
      return { loaded, done: rows, unit: 'rows', current, builtBeside: builders.built }
    })
    const onBuilds = (builds: readonly IndexBuild[]) => builders.run(builds)
    await feedDump({ source: source.stdout, scanner, sink: psql.stdin, onBuilds })
    if (plan.transaction !== undefined) await assertDecoded(plan, source, scanner)
    psql.stdin.end(plan.transaction?.end ?? '')
  } catch (error) {
    broken = error
    source.kill()
    psql.kill()
  } finally {
    await builders.end()
  }
  const [decoded, finished] = await Promise.all([source.done, untilDone(ctx, psql, plan)])
  ctx.signal.throwIfAborted()
  assertLoaded(plan, finished, broken)
  if (decoded.exitCode !== 0 || decoded.signal !== undefined) throw restoreError('pg_restore', plan, decoded)
  acceptedSummary(plan, scanner)
  return { acknowledged: isAcknowledged(answers, scanner) }
}

/** Before the COMMIT is sent: pg_restore has ended well, and what it said was a whole dump. */
async function assertDecoded(plan: LoadPlan, source: Running, scanner: DumpScanner): Promise<void> {
  const decoded = await source.done
  if (decoded.exitCode !== 0 || decoded.signal !== undefined) throw restoreError('pg_restore', plan, decoded)
  acceptedSummary(plan, scanner)
}

/** Once the COMMIT is on its way a signal waits for its outcome. */
async function untilDone(ctx: Context, psql: Running, { transaction }: LoadPlan): Promise<Finished> {
  if (transaction === undefined || ctx.signal.aborted) return psql.done
  return ctx.withSignals(
    () => ctx.ui.warn('the transaction is about to be committed: please wait'),
    () => psql.done,
  )
}

function assertUnchanged({ sha256 }: LoadPlan, read: string | undefined): void {
  if (sha256 === null || read === sha256) return
  throw new PgsafeError('verification-failed', 'the file changed while it was being restored')
}

/** psql's own error explains more than the broken pipe that follows from it. */
function assertLoaded(plan: LoadPlan, finished: Finished, broken: unknown): void {
  const psqlFailed = finished.exitCode !== undefined && finished.exitCode !== 0
  if (psqlFailed) throw restoreError('psql', plan, finished)
  if (broken !== undefined) throw broken
  if (finished.exitCode !== 0 || finished.signal !== undefined) throw restoreError('psql', plan, finished)
}

/** The dump's own end was seen, and it held what was promised of it: a manifest says so, or a scan before the load. */
function acceptedSummary({ summary: promised }: LoadPlan, scanner: DumpScanner): DumpSummary {
  const summary = scanner.finish()
  if (!summary.complete) {
    throw new PgsafeError('verification-failed', `the dump ended early: ${summary.incompleteBecause ?? 'no trailer'}`)
  }
  if (promised.countable) assertSameRows(promised.tables, summary.tables)
  return summary
}

function watchPsql(plan: LoadPlan, answers: PsqlAnswers, sent: Parameters<typeof psqlProgress>[2]): void {
  plan.watch('load', psqlProgress(answers, viewOf(plan), sent))
}

function viewOf({ into, poll, summary }: LoadPlan): LoadView {
  return { database: into.connection.database, poll, builds: summary.builds }
}

/** Rows that come as INSERTs are counted by nobody. */
function countedTables({ summary }: LoadPlan): readonly TableRows[] | undefined {
  return summary.countable ? summary.tables : undefined
}

function restoreError(tool: string, plan: LoadPlan, finished: Finished): PgsafeError {
  return toolError(tool, finished, { described: plan.into.connection.database, stage: 'restore' })
}

/** How many sessions build indexes; a transaction has only one. */
function buildJobs({ jobs, summary, transaction }: LoadPlan): number {
  if (transaction !== undefined) return 1
  return chooseJobs({ asked: jobs, cores: availableParallelism(), items: summary.builds })
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
