import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { PgsafeError } from '../errors.ts'

/** What node:zlib has since Node 22.15 and 23.8. */
interface ZstdSupport {
  /** Into one frame, on the thread pool. */
  readonly compress: (block: Buffer, level: number) => Promise<Buffer>
  readonly createDecompress: (options: { readonly chunkSize: number }) => Transform
}

/** What the type declarations of older Node versions do not know. */
interface ZlibWithZstd {
  zstdCompress(
    block: Buffer,
    options: { params: Record<number, number>; chunkSize: number },
    done: (error: Error | null, compressed: Buffer) => void,
  ): void
  createZstdDecompress(options: { chunkSize: number }): Transform
  readonly constants: { readonly ZSTD_c_compressionLevel: number; readonly ZSTD_c_checksumFlag: number }
}

/** Whether this Node can read and write zstd. */
export function hasZstd(): boolean {
  return 'zstdCompress' in zlib
}

/** Throws `zstd-unavailable` where Node has no zstd. Frames carry a checksum, as those of the zstd program do. */
export function zstdSupport(): ZstdSupport {
  if (!hasZstd()) throw zstdUnavailable()
  const api = zlib as unknown as ZlibWithZstd
  const { ZSTD_c_compressionLevel: levelParameter, ZSTD_c_checksumFlag: checksumParameter } = api.constants
  return {
    compress: (block, level) => {
      const params = { [levelParameter]: level, [checksumParameter]: 1 }
      // In one or two goes: the default of 16 KiB goes around the event loop for each of them.
      const chunkSize = Math.max(64, block.length >> 1)
      return new Promise((resolve, reject) => {
        api.zstdCompress(block, { params, chunkSize }, (error, compressed) => {
          if (error === null) resolve(compressed)
          else reject(error)
        })
      })
    },
    createDecompress: (options) => api.createZstdDecompress(options),
  }
}

function zstdUnavailable(): PgsafeError {
  return new PgsafeError('zstd-unavailable', `Node.js ${process.versions.node} cannot read or write zstd`, {
    hint: 'use Node.js 22.15 or newer; gzip works with every version',
  })
}
