import { Writable } from 'node:stream'
import type { BackupFormat, Compression, Manifest, TableRows } from '../domain/manifest.ts'
import { totalRows } from '../domain/manifest.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import { weighVerification } from '../domain/progress/weigh-verification.ts'
import { DumpScanner } from '../dump/dump-scanner.ts'
import { assertSameBytes, bytesDiffer } from '../dump/assert-same-bytes.ts'
import { assertSameRows } from '../dump/assert-same-rows.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { lendChunks } from '../dump/lend-chunks.ts'
import { readDump } from '../dump/read-dump.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import { startPgRestoreToSql } from '../postgres/pg-restore.ts'
import { toolError } from '../postgres/tool-error.ts'
import type { Context } from '../system/context.ts'

/** What a file must turn out to be. A manifest is one; so is what was just written. */
export interface Expected {
  readonly format: BackupFormat
  /** On disk; undefined: not known. */
  readonly bytes?: number | undefined
  readonly compression: Compression
  readonly sha256: string | null
  readonly files: Manifest['files']
  /** undefined: not known yet, decoding tells. */
  readonly tables: readonly TableRows[] | undefined
}

interface Verifiable extends Expected {
  readonly path: string
  /** Needed for archives only: pg_restore decodes them. */
  readonly tools: ClientTools | undefined
  readonly watch: Watch
  /** How many rows the file holds, as far as anybody knows; asked only when it takes long and `tables` are not known. */
  readonly guessRows?: () => Promise<number | undefined>
  /** Gets the decoded SQL, chunk by chunk, each good for the time of the call. */
  readonly onDecoded?: (chunk: Buffer) => void
  /** What to do when it turns out bad. */
  readonly remedy?: string
}

/**
 * Level 1 (DESIGN 6), from the bytes on disk: their SHA-256 is what was streamed, the whole file decodes, the dump is
 * complete, and the rows in it are the manifest's. Returns what the dump holds; throws `verification-failed`.
 */
export async function verifyBackup(ctx: Context, backup: Verifiable): Promise<DumpSummary> {
  try {
    return await verify(ctx, backup)
  } catch (error) {
    if (!isPgsafeError(error, 'verification-failed')) throw error
    throw new PgsafeError(error.code, error.message, { cause: error, hint: backup.remedy ?? remedy })
  }
}

async function verify(ctx: Context, backup: Verifiable): Promise<DumpSummary> {
  const summary = backup.format === 'plain' ? await scanPlain(ctx, backup) : await scanArchive(ctx, backup)
  if (!summary.complete) {
    throw failed(`the dump is incomplete: ${summary.incompleteBecause ?? 'its trailer is missing'}`)
  }
  if (backup.tables !== undefined) assertSameRows(backup.tables, summary.tables)
  return summary
}

async function scanPlain(ctx: Context, backup: Verifiable): Promise<DumpSummary> {
  const scanner = new DumpScanner({})
  const sink = backup.onDecoded === undefined ? {} : { sink: sinkInto(backup.onDecoded), endSink: true }
  let seen = { bytes: 0, total: 0 }
  backup.watch('verify', () => {
    const { current } = scanner.position
    return { fraction: seen.bytes / seen.total, done: seen.bytes, unit: 'bytes', current }
  })
  const { path, compression } = backup
  const onBytes = (bytes: number, total: number) => (seen = { bytes, total })
  const read = await readDump({ path, compression, scanner, onBytes, signal: ctx.signal, ...sink })
  if (backup.sha256 !== null && read.sha256 !== backup.sha256) throw bytesDiffer()
  return scanner.finish()
}

async function scanArchive(ctx: Context, backup: Verifiable): Promise<DumpSummary> {
  const scanner = new DumpScanner({})
  const seen = watchArchive(backup, scanner)
  await assertSameBytes(backup, { signal: ctx.signal, onBytes: (bytes) => (seen.hashedBytes = bytes) })
  if (backup.tools === undefined) {
    throw new PgsafeError('tools-missing', 'decoding this archive needs pg_restore, which was not found', {
      hint: 'run pgsafe doctor to see what to install',
    })
  }
  const restore = startPgRestoreToSql(ctx, { tools: backup.tools, path: backup.path })
  for await (const chunk of lendChunks(restore.stdout)) {
    await scanner.pushInTurns(chunk)
    seen.decodedBytes += chunk.length
    backup.onDecoded?.(chunk)
  }
  const finished = await restore.done
  ctx.signal.throwIfAborted()
  if (finished.exitCode !== 0 || finished.signal !== undefined) {
    const cause = toolError('pg_restore', finished, { described: backup.path, stage: 'restore' })
    throw new PgsafeError('verification-failed', `the archive does not decode: ${cause.message}`, {
      cause,
    })
  }
  return scanner.finish()
}

/** What is written into the returned object is what the progress is made of. */
function watchArchive(backup: Verifiable, scanner: DumpScanner): { hashedBytes: number; decodedBytes: number } {
  const seen = { hashedBytes: 0, decodedBytes: 0 }
  let expectedRows = backup.tables === undefined ? undefined : totalRows(backup.tables)
  const { bytes: totalBytes } = backup
  backup.watch('verify', async () => {
    expectedRows ??= await backup.guessRows?.()
    return weighVerification({ ...seen, ...scanner.position, totalBytes, expectedRows })
  })
  return seen
}

function sinkInto(take: (chunk: Buffer) => void): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      take(chunk)
      done()
    },
  })
}

const remedy = 'do not rely on this file: pgsafe list shows the others'

function failed(message: string): PgsafeError {
  return new PgsafeError('verification-failed', message)
}
