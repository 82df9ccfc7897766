import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { BackupFormat, Compression } from '../domain/manifest.ts'

export interface DetectedDump {
  readonly format: BackupFormat | 'tar' | 'empty' | 'unknown'
  readonly compression: Compression
  /** Why it cannot be used, for people. */
  readonly note?: string
}

/** What kind of dump a path is, by its first bytes: a file's name proves nothing. */
export async function detectDump(path: string): Promise<DetectedDump> {
  if ((await stat(path)).isDirectory()) return detectDirectory(path)
  const head = await firstBytes(path, false)
  if (head.length === 0) return { format: 'empty', compression: 'none' }
  if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd])) return { format: 'plain', compression: 'zstd' }
  if (!startsWith(head, [0x1f, 0x8b])) return { ...detectContent(head), compression: 'none' }
  const inside = await firstBytes(path, true)
  return { ...detectContent(inside), compression: 'gzip' }
}

async function detectDirectory(path: string): Promise<DetectedDump> {
  try {
    await stat(join(path, 'toc.dat'))
    return { format: 'directory', compression: 'none' }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { format: 'unknown', compression: 'none', note: 'a directory without toc.dat' }
  }
}

function detectContent(head: Buffer): Pick<DetectedDump, 'format' | 'note'> {
  if (head.length === 0) return { format: 'empty' }
  if (head.subarray(0, 5).toString('latin1') === 'PGDMP') return { format: 'custom' }
  if (head.subarray(257, 262).toString('latin1') === 'ustar') return { format: 'tar', note: 'a tar archive' }
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) {
    return { format: 'unknown', note: 'UTF-16 text, as PowerShell writes with ">": dump again with pg_dump -f' }
  }
  if (startsWith(head, [0xef, 0xbb, 0xbf])) {
    return { format: 'unknown', note: 'text that begins with a byte order mark: dump again with pg_dump -f' }
  }
  return head.includes(0) ? { format: 'unknown', note: 'binary data' } : { format: 'plain' }
}

function startsWith(head: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => head[index] === byte)
}

/** The first 512 bytes; of a damaged gzip as many as decode. */
async function firstBytes(path: string, decode: boolean): Promise<Buffer> {
  const file = createReadStream(path, { end: decode ? 65_535 : 511 })
  const source = decode ? file.pipe(createGunzip()) : file
  const chunks: Buffer[] = []
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) chunks.push(chunk)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    // The file goes on after the piece that was read, or is damaged: the full read tells which.
    if (!code.startsWith('Z_')) throw error
  }
  return Buffer.concat(chunks).subarray(0, 512)
}
