import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, constants as zlib } from 'node:zlib'
import type { BackupFormat, Compression } from '../domain/manifest.ts'
import { readFailure } from './read-failure.ts'
import { systemCode } from './write-failure.ts'

/** What a file looks like by its first bytes; its name does not count. */
export interface DetectedDump {
  readonly format: BackupFormat | 'tar' | 'empty' | 'unknown'
  readonly compression: Compression
  /** For an unknown one: what it seems to be, as a sentence. */
  readonly note?: string
}

const sampleBytes = 64 * 1024
const utf16 = 'it is UTF-16 text: PowerShell\'s ">" re-encodes dumps; make it again with pg_dump --file'
const utf8Mark = 'it starts with a UTF-8 byte order mark: an editor or PowerShell re-encoded it'

/** Tells the formats apart by content. Throws PgsafeError `verification-failed` when the path cannot be read. */
export async function detectDump(path: string): Promise<DetectedDump> {
  try {
    if ((await stat(path)).isDirectory()) return await detectDirectory(path)
    const sample = await readSample(path)
    if (startsWith(sample, [0x28, 0xb5, 0x2f, 0xfd])) return { format: 'plain', compression: 'zstd' }
    if (!startsWith(sample, [0x1f, 0x8b])) return { ...detectContent(sample), compression: 'none' }
    const content = gunzipStart(sample)
    if (content === undefined) return { format: 'unknown', compression: 'gzip', note: 'its gzip data is damaged' }
    return { ...detectContent(content), compression: 'gzip' }
  } catch (error) {
    throw readFailure(error, path)
  }
}

async function detectDirectory(path: string): Promise<DetectedDump> {
  try {
    await stat(join(path, 'toc.dat'))
    return { format: 'directory', compression: 'none' }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    return { format: 'unknown', compression: 'none', note: 'a directory without toc.dat is no dump' }
  }
}

function detectContent(sample: Buffer): Omit<DetectedDump, 'compression'> {
  if (sample.length === 0) return { format: 'empty' }
  if (sample.toString('latin1', 0, 5) === 'PGDMP') return { format: 'custom' }
  if (sample.toString('latin1', 257, 262) === 'ustar') return { format: 'tar' }
  if (startsWith(sample, [0xff, 0xfe]) || startsWith(sample, [0xfe, 0xff])) return { format: 'unknown', note: utf16 }
  if (startsWith(sample, [0xef, 0xbb, 0xbf])) return { format: 'unknown', note: utf8Mark }
  if (sample.includes(0)) return { format: 'unknown', note: 'it is neither text nor a known dump format' }
  return { format: 'plain' }
}

/** The beginning of what a possibly cut gzip stream holds; undefined when not even that decodes. */
function gunzipStart(sample: Buffer): Buffer | undefined {
  try {
    return gunzipSync(sample, { finishFlush: zlib.Z_SYNC_FLUSH })
  } catch (error) {
    if (error instanceof Error && 'errno' in error) return undefined
    throw error
  }
}

async function readSample(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function startsWith(sample: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => sample[index] === byte)
}
