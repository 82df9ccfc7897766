import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { PgsafeError } from '../errors.ts'

/** What node:zlib has since Node 22.15 and 23.8. */
interface ZstdSupport {
  /** Each write becomes one frame. `chunkSize`: bytes that come out at once. */
  readonly createCompress: (options: { readonly level: number; readonly chunkSize: number }) => Transform
  readonly createDecompress: (options: { readonly chunkSize: number }) => Transform
}

/** What the type declarations of older Node versions do not know. */
interface ZlibWithZstd {
  createZstdCompress(options: { params: Record<number, number>; flush: number; chunkSize: number }): Transform
  createZstdDecompress(options: { chunkSize: number }): Transform
  readonly constants: {
    readonly ZSTD_c_compressionLevel: number
    readonly ZSTD_c_checksumFlag: number
    readonly ZSTD_e_end: number
  }
}

/** Whether this Node can read and write zstd. */
export function hasZstd(): boolean {
  return 'zstdCompress' in zlib
}

/**
 * Throws `zstd-unavailable` where Node has no zstd. Frames carry a checksum, as those of the zstd program do, and tell how much
 * they hold, because zstd gets all of it at once.
 */
export function zstdSupport(): ZstdSupport {
  if (!hasZstd()) throw zstdUnavailable()
  const api = zlib as unknown as ZlibWithZstd
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag, ZSTD_e_end } = api.constants
  return {
    createCompress: ({ level, chunkSize }) => {
      const params = { [ZSTD_c_compressionLevel]: level, [ZSTD_c_checksumFlag]: 1 }
      return api.createZstdCompress({ params, flush: ZSTD_e_end, chunkSize })
    },
    createDecompress: (options) => api.createZstdDecompress(options),
  }
}

function zstdUnavailable(): PgsafeError {
  return new PgsafeError('zstd-unavailable', `Node.js ${process.versions.node} cannot read or write zstd`, {
    hint: 'use Node.js 22.15 or newer; gzip works with every version',
  })
}
