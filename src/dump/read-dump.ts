import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { pipeline, type Writable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Compression } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import type { DumpScanner } from './dump-scanner.ts'
import { feedDump } from './feed-dump.ts'

export interface DumpReading {
  readonly path: string
  readonly compression: Compression
  readonly scanner?: DumpScanner
  /** Gets the decoded bytes that the scanner lets through, with backpressure; the caller ends it. */
  readonly sink?: Writable
  readonly onBytes?: (bytes: number) => void
  readonly signal?: AbortSignal
}

export interface ReadFile {
  /** On disk. */
  readonly bytes: number
  /** Of the bytes on disk. */
  readonly sha256: string
}

const chunkBytes = 1024 * 1024

/**
 * Reads a dump from its first byte to its last in constant memory: hash, decode, scan, hand on. Throws
 * `verification-failed` when it cannot be read or does not decode to its very end.
 */
export async function readDump(reading: DumpReading): Promise<ReadFile> {
  const read = { bytes: 0, hash: createHash('sha256') }
  const raw = fileChunks(reading, read)
  const source = reading.compression === 'gzip' ? gunzipped(raw, reading.path) : raw
  await feedDump({ source, scanner: reading.scanner, sink: reading.sink, signal: reading.signal })
  return { bytes: read.bytes, sha256: read.hash.digest('hex') }
}

async function* fileChunks(
  { path, onBytes }: DumpReading,
  read: { bytes: number; hash: ReturnType<typeof createHash> },
): AsyncGenerator<Buffer> {
  const file = await asReadError(path, () => open(path, 'r'))
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw damaged(path, 'it is not a regular file')
    for (;;) {
      const { buffer, bytesRead } = await asReadError(path, () => file.read({ buffer: Buffer.allocUnsafe(chunkBytes) }))
      if (bytesRead === 0) return
      const chunk = buffer.subarray(0, bytesRead)
      read.hash.update(chunk)
      read.bytes += bytesRead
      onBytes?.(read.bytes)
      yield chunk
    }
  } finally {
    await file.close()
  }
}

/** All members of the file. Node ignores bytes that follow the last one unless they look like another: level 1 has the hash for that. */
async function* gunzipped(raw: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  const failure: { error?: unknown } = {}
  const decoded = pipeline(raw, gunzip, (error) => {
    if (error) failure.error = error
  })
  try {
    yield* decoded as AsyncIterable<Buffer>
  } catch (error) {
    throw error instanceof PgsafeError ? error : damaged(path, describe(error), error)
  }
}

function describe(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return 'it ends early'
  return message
}

async function asReadError<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw damaged(path, (error as NodeJS.ErrnoException).code ?? String(error), error)
  }
}

function damaged(path: string, why: string, cause?: unknown): PgsafeError {
  return new PgsafeError('verification-failed', `${path} is damaged or cannot be read: ${why}`, {
    hint: 'do not rely on this file; pgsafe list shows the backups',
    ...(cause === undefined ? {} : { cause }),
  })
}
