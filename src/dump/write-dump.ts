import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Compression } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import type { DumpScanner } from './dump-scanner.ts'
import { gzipMembers } from './gzip-members.ts'

export interface DumpWriting {
  /** pg_dump's output. */
  readonly source: Readable
  /** Must not exist yet. */
  readonly path: string
  readonly compression: Compression
  /** Sees every byte on its way, and may leave some out. */
  readonly scanner?: DumpScanner
  readonly onBytes?: (rawBytes: number) => void
  readonly signal?: AbortSignal
}

export interface WrittenFile {
  /** On disk. */
  readonly bytes: number
  readonly rawBytes: number
  /** Of the bytes on disk. */
  readonly sha256: string
}

/**
 * Streams a dump into a new file (0600 whatever the umask) in one pass and constant memory: scan, compress, hash, write,
 * fsync. Never overwrites and never follows a link. Throws `backup-write-failed` when the disk gives way.
 */
export async function writeDump(writing: DumpWriting): Promise<WrittenFile> {
  const file = await asWriteError(writing.path, () => createFile(writing.path))
  try {
    const written = await copy(writing, file)
    await asWriteError(writing.path, () => file.sync())
    return written
  } finally {
    await file.close()
  }
}

async function createFile(path: string): Promise<FileHandle> {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)
  const file = await open(path, flags, 0o600)
  await file.chmod(0o600)
  return file
}

async function copy(writing: DumpWriting, file: FileHandle): Promise<WrittenFile> {
  const hash = createHash('sha256')
  const counted = { rawBytes: 0 }
  const raw = scanned(writing, counted)
  let bytes = 0
  for await (const chunk of writing.compression === 'gzip' ? gzipMembers(raw) : raw) {
    hash.update(chunk)
    await asWriteError(writing.path, () => file.appendFile(chunk))
    bytes += chunk.length
  }
  return { bytes, rawBytes: counted.rawBytes, sha256: hash.digest('hex') }
}

async function* scanned(writing: DumpWriting, counted: { rawBytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of writing.source as AsyncIterable<Buffer>) {
    writing.signal?.throwIfAborted()
    counted.rawBytes += chunk.length
    writing.onBytes?.(counted.rawBytes)
    if (writing.scanner === undefined) yield chunk
    else yield* writing.scanner.push(chunk)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file became larger than the system allows',
  EIO: 'the disk reported an error',
  EROFS: 'the file system is read-only',
  EACCES: 'the directory may not be written',
  EEXIST: 'the file exists already',
}

async function asWriteError<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new PgsafeError(
      'backup-write-failed',
      `the backup could not be written to ${path}: ${reasons[code] ?? message}`,
      {
        hint: 'free some space or choose another directory with --dir; nothing was kept of this backup',
        cause: error,
      },
    )
  }
}
