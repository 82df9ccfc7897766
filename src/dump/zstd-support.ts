import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { PgsafeError } from '../errors.ts'

/** Streams of node:zlib that Node has since 22.15 and 23.8. */
interface ZstdSupport {
  readonly createCompress: (options: { readonly level: number; readonly chunkSize: number }) => Transform
  readonly createDecompress: (options: { readonly chunkSize: number }) => Transform
}

/** What the type declarations of older Node versions do not know. */
interface ZlibWithZstd {
  createZstdCompress(options: { params: Record<number, number>; chunkSize: number }): Transform
  createZstdDecompress(options: { chunkSize: number }): Transform
  readonly constants: { readonly ZSTD_c_compressionLevel: number; readonly ZSTD_c_checksumFlag: number }
}

/** Whether this Node can read and write zstd. */
export function hasZstd(): boolean {
  return 'createZstdCompress' in zlib
}

/** Throws `zstd-unavailable` where Node has no zstd. Frames carry a checksum, as those of the zstd program do. */
export function zstdSupport(): ZstdSupport {
  if (!hasZstd()) throw zstdUnavailable()
  const api = zlib as unknown as ZlibWithZstd
  const { ZSTD_c_compressionLevel: levelParameter, ZSTD_c_checksumFlag: checksumParameter } = api.constants
  return {
    createCompress: ({ level, chunkSize }) =>
      api.createZstdCompress({ params: { [levelParameter]: level, [checksumParameter]: 1 }, chunkSize }),
    createDecompress: (options) => api.createZstdDecompress(options),
  }
}

function zstdUnavailable(): PgsafeError {
  return new PgsafeError('zstd-unavailable', `Node.js ${process.versions.node} cannot read or write zstd`, {
    hint: 'use Node.js 22.15 or newer; gzip works with every version',
  })
}
