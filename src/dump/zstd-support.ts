import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { PgsafeError } from '../errors.ts'

/** What node:zlib has since Node 22.15 and 23.8. */
interface ZstdSupport {
  /** Into one frame, on the thread pool. */
  readonly compress: (block: Buffer, level: number) => Promise<Buffer>
  /** A whole frame that holds `bytes`, on the thread pool; fails when it holds more. */
  readonly decompress: (frame: Buffer, bytes: number) => Promise<Buffer>
  readonly createDecompress: (options: { readonly chunkSize: number }) => Transform
}

/** What the type declarations of older Node versions do not know. */
interface ZlibWithZstd {
  zstdCompress(
    block: Buffer,
    options: { params: Record<number, number>; chunkSize: number; pledgedSrcSize: number },
    done: (error: Error | null, compressed: Buffer) => void,
  ): void
  zstdDecompress(
    frame: Buffer,
    options: { chunkSize: number; maxOutputLength: number },
    done: (error: Error | null, content: Buffer) => void,
  ): void
  createZstdDecompress(options: { chunkSize: number }): Transform
  readonly constants: { readonly ZSTD_c_compressionLevel: number; readonly ZSTD_c_checksumFlag: number }
}

/** Whether this Node can read and write zstd. */
export function hasZstd(): boolean {
  return 'zstdCompress' in zlib
}

/**
 * Throws `zstd-unavailable` where Node has no zstd. Frames carry a checksum, as those of the zstd program do, and tell how much
 * they hold.
 */
export function zstdSupport(): ZstdSupport {
  if (!hasZstd()) throw zstdUnavailable()
  const api = zlib as unknown as ZlibWithZstd
  const { ZSTD_c_compressionLevel: levelParameter, ZSTD_c_checksumFlag: checksumParameter } = api.constants
  return {
    compress: (block, level) => {
      const params = { [levelParameter]: level, [checksumParameter]: 1 }
      // In one or two goes: the default of 16 KiB goes around the event loop for each of them.
      const chunkSize = Math.max(64, block.length >> 1)
      return settled((done) => api.zstdCompress(block, { params, chunkSize, pledgedSrcSize: block.length }, done))
    },
    decompress: (frame, bytes) => {
      // One byte more than there should be, in one piece.
      const size = Math.max(64, bytes + 1)
      return settled((done) => api.zstdDecompress(frame, { chunkSize: size, maxOutputLength: size }, done))
    },
    createDecompress: (options) => api.createZstdDecompress(options),
  }
}

function settled(work: (done: (error: Error | null, result: Buffer) => void) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    work((error, result) => (error === null ? resolve(result) : reject(error)))
  })
}

function zstdUnavailable(): PgsafeError {
  return new PgsafeError('zstd-unavailable', `Node.js ${process.versions.node} cannot read or write zstd`, {
    hint: 'use Node.js 22.15 or newer; gzip works with every version',
  })
}
