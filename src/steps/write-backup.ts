import { availableParallelism } from 'node:os'
import { chooseDumpJobs } from '../domain/choose-dump-jobs.ts'
import { rewritesFor } from '../domain/dump-rewrites.ts'
import type { BackupFormat, Compression, TableRows } from '../domain/manifest.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import { DumpScanner } from '../dump/dump-scanner.ts'
import { hashDirectory, syncDirectoryTree } from '../dump/hash-files.ts'
import { writeDump } from '../dump/write-dump.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { dumpProgress } from '../postgres/dump-progress.ts'
import { findBlockers } from '../postgres/find-blockers.ts'
import { parseDumpWarnings, runPgDumpDirectory, startPgDump } from '../postgres/pg-dump.ts'
import { readTableLocks } from '../postgres/read-table-locks.ts'
import { toolError } from '../postgres/tool-error.ts'
import type { Poll } from '../postgres/with-polling.ts'
import { describeTarget } from '../domain/target.ts'
import type { Context } from '../system/context.ts'
import type { Finished, Running } from '../system/process-runner.ts'

export interface DumpPlan {
  readonly database: Database
  readonly format: BackupFormat
  readonly compression: Compression
  readonly jobs: number | undefined
  readonly lockWaitTimeoutSeconds: number
  /** Where the dump is written; must not exist yet. */
  readonly path: string
  readonly watch: Watch
  /** Asks the database how far pg_dump is. */
  readonly poll: Poll
}

/** A dump on disk that nobody has verified yet. */
export interface WrittenDump {
  readonly bytes: number
  readonly sha256: string | null
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[] | null
  /** Rows counted while streaming; undefined for archives, whose rows only decoding tells. */
  readonly tables: readonly TableRows[] | undefined
  readonly warnings: readonly string[]
}

/**
 * One pg_dump into `path`: hashed, counted and compressed while it streams, synced to disk at the end. Throws
 * `backup-failed` with pg_dump's reason when it exits non-zero, dies by a signal or ends early, `backup-write-failed` when
 * the disk gives way. What it left at `path` is the caller's to discard.
 */
export async function writeBackup(ctx: Context, plan: DumpPlan): Promise<WrittenDump> {
  if (plan.format === 'directory') return writeDirectory(ctx, plan)
  const scanner =
    plan.format === 'plain'
      ? new DumpScanner({ rewrite: rewritesFor(plan.database.tools.major, plan.database.server.major) })
      : undefined
  const dump = startPgDump(ctx, {
    ...plan.database,
    format: plan.format,
    archiveCompression: archiveCompression(plan),
    lockWaitTimeoutSeconds: plan.lockWaitTimeoutSeconds,
  })
  const { written, finished } = await drain(ctx, plan, { dump, scanner })
  await assertDumped(ctx, plan, finished)
  const summary = scanner?.finish()
  if (summary?.complete === false) {
    throw new PgsafeError(
      'backup-failed',
      `pg_dump ended early: ${summary.incompleteBecause ?? 'its trailer is missing'}`,
      {
        hint: 'nothing was kept of it; run the backup again',
      },
    )
  }
  return {
    bytes: written.bytes,
    sha256: written.sha256,
    files: null,
    tables: summary?.tables,
    warnings: [
      ...parseDumpWarnings(finished.stderr),
      ...(summary?.rewritten ?? []).map((what) => `left out for older servers: ${what}`),
    ],
  }
}

async function drain(
  ctx: Context,
  plan: DumpPlan,
  { dump, scanner }: { dump: Running; scanner: DumpScanner | undefined },
): Promise<{ written: Awaited<ReturnType<typeof writeDump>>; finished: Finished }> {
  let bytes = 0
  plan.watch('dump', dumpProgress(plan.poll, { jobs: 1, written: () => bytes }))
  try {
    const written = await writeDump({
      source: dump.stdout,
      path: plan.path,
      compression: plan.format === 'plain' ? plan.compression : 'none',
      signal: ctx.signal,
      ...(scanner === undefined ? {} : { scanner }),
      onBytes: (rawBytes) => (bytes = rawBytes),
    })
    return { written, finished: await dump.done }
  } catch (error) {
    // The writer failed (disk full, Ctrl-C): pg_dump must not outlive it.
    dump.kill()
    await dump.done
    ctx.signal.throwIfAborted()
    throw error
  }
}

function archiveCompression({ format, compression }: DumpPlan): 'zstd' | undefined {
  return format !== 'plain' && compression === 'zstd' ? compression : undefined
}

async function writeDirectory(ctx: Context, plan: DumpPlan): Promise<WrittenDump> {
  const locks = await readTableLocks(ctx, plan.database)
  const { jobs, warning } = chooseDumpJobs(locks, plan.jobs, availableParallelism())
  plan.watch('dump', dumpProgress(plan.poll, { jobs, written: () => 0 }))
  const finished = await runPgDumpDirectory(ctx, {
    ...plan.database,
    path: plan.path,
    jobs,
    archiveCompression: archiveCompression(plan),
    lockWaitTimeoutSeconds: plan.lockWaitTimeoutSeconds,
  })
  await assertDumped(ctx, plan, finished)
  await syncDirectoryTree(plan.path)
  const files = await hashDirectory(plan.path, ctx)
  return {
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    sha256: null,
    files,
    tables: undefined,
    warnings: [...(warning === undefined ? [] : [warning]), ...parseDumpWarnings(finished.stderr)],
  }
}

async function assertDumped(ctx: Context, plan: DumpPlan, finished: Finished): Promise<void> {
  ctx.signal.throwIfAborted()
  if (finished.exitCode === 0 && finished.signal === undefined) return
  const described = describeTarget(plan.database.target)
  if (!/lock timeout|canceling statement due to (lock|statement) timeout/i.test(finished.stderr)) {
    throw toolError('pg_dump', finished, { described, stage: 'dump' })
  }
  const blockers = await findBlockers(ctx, plan.database)
  const who = blockers.length === 0 ? 'the lock is gone by now' : blockers.join('; ')
  throw new PgsafeError('backup-failed', `pg_dump waited ${plan.lockWaitTimeoutSeconds} s for a table lock: ${who}`, {
    hint: 'let that session end (or end it), then run again; --lock-wait-timeout waits longer',
  })
}
