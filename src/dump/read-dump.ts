import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import type { Compression } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import type { DumpScanner } from './dump-scanner.ts'
import type { DumpSummary } from './dump-summary.ts'
import { feedDump } from './feed-dump.ts'
import { gunzipMembers } from './gunzip-members.ts'
import type { IndexBuild } from '../domain/index-build.ts'
import { readFailure } from './read-failure.ts'
import { readPieces } from './read-pieces.ts'
import { decompressZstd } from './zstd-stream.ts'

const readBytes = 128 * 1024

interface ReadDumpOptions {
  readonly path: string
  readonly compression: Compression
  readonly scanner?: DumpScanner | undefined
  /** Gets the decoded bytes, as the scanner passes them on. Not ended unless `endSink`. */
  readonly sink?: Writable | undefined
  readonly endSink?: boolean
  /** Called with the bytes read from disk so far, and those of the whole file. */
  readonly onBytes?: ((bytes: number, total: number) => unknown) | undefined
  readonly signal?: AbortSignal | undefined
  /** As feedDump's. */
  readonly onBuilds?: ((builds: readonly IndexBuild[]) => Promise<void>) | undefined
}

interface ReadDump {
  /** On disk. */
  readonly bytes: number
  /** Of the bytes on disk. */
  readonly sha256: string
  /** Present when there was a scanner. */
  readonly summary: DumpSummary | undefined
}

/**
 * Reads a dump from disk to its end: hashes, decodes, scans and passes on, in one pass and constant memory.
 * Throws PgsafeError `verification-failed` when the file cannot be read or decoded completely, the sink's own error
 * when that fails, and the signal's reason when aborted.
 */
export async function readDump(options: ReadDumpOptions): Promise<ReadDump> {
  const { scanner, sink, endSink, signal, onBuilds } = options
  const hash = createHash('sha256')
  let bytes = 0
  const raw = readFile(options, (chunk, total) => {
    hash.update(chunk)
    bytes += chunk.length
    options.onBytes?.(bytes, total)
  })
  await feedDump({ source: decode(raw, options), scanner, sink, endSink, signal, onBuilds })
  return { bytes, sha256: hash.digest('hex'), summary: scanner?.finish() }
}

async function* readFile(
  { path, signal }: ReadDumpOptions,
  seen: (chunk: Buffer, total: number) => void,
): AsyncGenerator<Buffer> {
  const handle = await open(path).catch((error: unknown) => {
    throw readFailure(error, path)
  })
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new PgsafeError('verification-failed', `${path} is not a regular file`)
    // A directory may hold a hundred thousand small ones. One byte more than there are shows the end at once.
    const pieceBytes = Math.min(readBytes, stats.size + 1)
    for await (const piece of readPieces(handle, { pieceBytes, fileBytes: stats.size })) {
      signal?.throwIfAborted()
      seen(piece, stats.size)
      yield piece
    }
  } catch (error) {
    throw readFailure(error, path)
  } finally {
    await handle.close()
  }
}

async function* decode(
  raw: AsyncIterable<Buffer>,
  { compression, path, signal }: ReadDumpOptions,
): AsyncGenerator<Buffer> {
  try {
    yield* compression === 'gzip' ? gunzipMembers(raw) : compression === 'zstd' ? decompressZstd(raw) : raw
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof PgsafeError || !(error instanceof Error)) throw error
    throw new PgsafeError('verification-failed', `the file is damaged: ${path}: ${error.message}`, { cause: error })
  }
}
