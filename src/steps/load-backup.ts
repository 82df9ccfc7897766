import { availableParallelism } from 'node:os'
import type { DumpRewrites } from '../domain/dump-rewrites.ts'
import { rewritesFor } from '../domain/dump-rewrites.ts'
import type { BackupFormat, Compression } from '../domain/manifest.ts'
import { DumpScanner } from '../dump/dump-scanner.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { feedDump } from '../dump/feed-dump.ts'
import { readDump } from '../dump/read-dump.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { runPgRestore, startPgRestoreToSql } from '../postgres/pg-restore.ts'
import { startPsql } from '../postgres/psql.ts'
import { toolError } from '../postgres/tool-error.ts'
import type { Context } from '../system/context.ts'
import type { Finished } from '../system/process-runner.ts'

export interface LoadPlan {
  /** The empty side database. */
  readonly into: Database
  readonly path: string
  readonly format: BackupFormat
  readonly compression: Compression
  /** Of the file as its manifest has it; the bytes that are loaded are hashed again. */
  readonly sha256: string | null
  readonly jobs: number | undefined
  readonly noOwner: boolean
  readonly noAcl: boolean
  readonly onBytes?: (bytes: number) => void
}

/**
 * Loads a backup into an empty database. psql gets a stream that the scanner has let through: the end of input never means
 * success (facts 1 and 2 of pitfalls: a truncated stream commits), so the caller swaps only what this function returns.
 * Throws `restore-failed` with the first error, `verification-failed` when the bytes changed since they were checked.
 */
export async function loadBackup(ctx: Context, plan: LoadPlan): Promise<DumpSummary | undefined> {
  if (plan.format === 'plain') return loadPlain(ctx, plan)
  const rewrite = loadRewrites(plan)
  return rewrite.transactionTimeout === true ? loadArchiveThroughPsql(ctx, plan, rewrite) : loadArchive(ctx, plan)
}

async function loadPlain(ctx: Context, plan: LoadPlan): Promise<DumpSummary> {
  const scanner = new DumpScanner({ rewrite: loadRewrites(plan) })
  const psql = startPsql(ctx, plan.into)
  let read: Awaited<ReturnType<typeof readDump>> | undefined
  let broken: unknown
  try {
    read = await readDump({
      path: plan.path,
      compression: plan.compression,
      scanner,
      sink: psql.stdin,
      signal: ctx.signal,
      ...(plan.onBytes === undefined ? {} : { onBytes: plan.onBytes }),
    })
    psql.stdin.end()
  } catch (error) {
    // Either the file is bad, or psql went away: its own last words come first.
    broken = error
    psql.kill()
  }
  const finished = await psql.done
  ctx.signal.throwIfAborted()
  assertLoaded(plan, finished, broken)
  if (plan.sha256 !== null && read?.sha256 !== plan.sha256) {
    throw new PgsafeError('verification-failed', 'the file changed while it was being restored')
  }
  return acceptedSummary(scanner)
}

async function loadArchive(ctx: Context, plan: LoadPlan): Promise<undefined> {
  const jobs = plan.jobs ?? availableParallelism()
  const finished = await runPgRestore(ctx, {
    at: plan.into,
    path: plan.path,
    jobs,
    noOwner: plan.noOwner,
    noAcl: plan.noAcl,
  })
  ctx.signal.throwIfAborted()
  if (finished.exitCode !== 0 || finished.signal !== undefined) throw restoreError('pg_restore', plan, finished)
}

/** A pg_restore of 17+ sends `SET transaction_timeout` itself (F10): older servers get its SQL without that line. */
async function loadArchiveThroughPsql(ctx: Context, plan: LoadPlan, rewrite: DumpRewrites): Promise<DumpSummary> {
  const scanner = new DumpScanner({ rewrite })
  const source = startPgRestoreToSql(ctx, {
    tools: plan.into.tools,
    path: plan.path,
    noOwner: plan.noOwner,
    noAcl: plan.noAcl,
  })
  const psql = startPsql(ctx, plan.into)
  let broken: unknown
  try {
    await feedDump({ source: source.stdout, scanner, sink: psql.stdin })
    psql.stdin.end()
  } catch (error) {
    broken = error
    source.kill()
    psql.kill()
  }
  const [decoded, finished] = await Promise.all([source.done, psql.done])
  ctx.signal.throwIfAborted()
  assertLoaded(plan, finished, broken)
  if (decoded.exitCode !== 0 || decoded.signal !== undefined) throw restoreError('pg_restore', plan, decoded)
  return acceptedSummary(scanner)
}

/** psql's own error explains more than the broken pipe that follows from it. */
function assertLoaded(plan: LoadPlan, finished: Finished, broken: unknown): void {
  const psqlFailed = finished.exitCode !== undefined && finished.exitCode !== 0
  if (psqlFailed) throw restoreError('psql', plan, finished)
  if (broken !== undefined) throw broken
  if (finished.exitCode !== 0 || finished.signal !== undefined) throw restoreError('psql', plan, finished)
}

function acceptedSummary(scanner: DumpScanner): DumpSummary {
  const summary = scanner.finish()
  if (summary.complete) return summary
  throw new PgsafeError('verification-failed', `the dump ended early: ${summary.incompleteBecause ?? 'no trailer'}`)
}

function restoreError(tool: string, plan: LoadPlan, finished: Finished): PgsafeError {
  return toolError(tool, finished, { described: plan.into.connection.database, stage: 'restore' })
}

/** The scanner refuses every meta-command; `\restrict` itself is left out because older psqls do not know it. */
function loadRewrites(plan: LoadPlan): DumpRewrites {
  const { tools, server } = plan.into
  const fromNewerClient = plan.format === 'plain' ? 17 : tools.major
  return {
    ...rewritesFor(fromNewerClient, server.major),
    restrict: true,
    ...(plan.noOwner ? { owner: true } : {}),
    ...(plan.noAcl ? { acl: true } : {}),
  }
}
