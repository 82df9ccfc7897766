import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { addAbortSignal } from 'node:stream'
import type { Readable } from 'node:stream'
import type { Compression } from '../domain/manifest.ts'
import type { DumpScanner } from './dump-scanner.ts'
import { gzipMembers } from './gzip-members.ts'
import { lendChunks } from './lend-chunks.ts'
import { explainWriteFailure } from './write-failure.ts'
import { compressZstd } from './zstd-stream.ts'

interface WriteDumpOptions {
  /** Its chunks are nobody else's. */
  readonly source: Readable
  /** Must not exist; a symbolic link in its place is not followed. */
  readonly path: string
  readonly compression: Compression
  /** Sees the raw bytes; what it leaves out is not written. */
  readonly scanner?: DumpScanner | undefined
  /** Called with the raw bytes so far. */
  readonly onBytes?: ((rawBytes: number) => unknown) | undefined
  readonly signal?: AbortSignal | undefined
}

interface WrittenDump {
  /** On disk. */
  readonly bytes: number
  /** As they came from the source. */
  readonly rawBytes: number
  /** Of the bytes on disk. */
  readonly sha256: string
}

/**
 * Streams a dump into a new file that only its owner can read, in constant memory, and returns once it is on the disk.
 * Throws PgsafeError `backup-write-failed` when the file cannot be written, the source's own error when that fails,
 * and the signal's reason when aborted; the unfinished file is removed then. It never overwrites.
 */
export async function writeDump(options: WriteDumpOptions): Promise<WrittenDump> {
  const handle = await createPrivateFile(options.path)
  try {
    return await fillAndClose(handle, options)
  } catch (error) {
    options.source.destroy()
    await rm(options.path, { force: true })
    options.signal?.throwIfAborted()
    throw explainWriteFailure(error, options.path)
  }
}

async function createPrivateFile(path: string): Promise<FileHandle> {
  // Windows has no O_NOFOLLOW; O_EXCL alone refuses an existing link too.
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)
  try {
    const handle = await open(path, flags, 0o600)
    await handle.chmod(0o600)
    return handle
  } catch (error) {
    throw explainWriteFailure(error, path)
  }
}

/** Network file systems tell only at the end that something was not written. */
async function fillAndClose(handle: FileHandle, options: WriteDumpOptions): Promise<WrittenDump> {
  try {
    const written = await fill(handle, options)
    await handle.sync()
    return written
  } finally {
    await handle.close()
  }
}

async function fill(handle: FileHandle, options: WriteDumpOptions): Promise<WrittenDump> {
  const hash = createHash('sha256')
  let bytes = 0
  let rawBytes = 0
  const scanned = scan(options, (count) => {
    rawBytes += count
    options.onBytes?.(rawBytes)
  })
  for await (const chunk of encode(scanned, options.compression)) {
    hash.update(chunk)
    await writeAll(handle, chunk)
    bytes += chunk.length
  }
  return { bytes, rawBytes, sha256: hash.digest('hex') }
}

function encode(raw: AsyncIterable<Buffer>, compression: Compression): AsyncIterable<Buffer> {
  return compression === 'gzip' ? gzipMembers(raw) : compression === 'zstd' ? compressZstd(raw) : raw
}

async function* scan(
  { source, scanner, signal }: WriteDumpOptions,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  if (signal !== undefined) addAbortSignal(signal, source)
  for await (const chunk of lendChunks(source)) {
    count(chunk.length)
    if (scanner === undefined) yield chunk
    else yield* await scanner.pushInTurns(chunk)
  }
}

/** A single write may be cut short, by a nearly full disk for one. */
async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten
}
