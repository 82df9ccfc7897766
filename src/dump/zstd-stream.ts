import { pipeline, Readable } from 'node:stream'
import { compressBlocks } from './compress-blocks.ts'
import { discardContext } from './discard-contexts.ts'
import { ZstdFrame } from './zstd-frame.ts'
import { zstdSupport } from './zstd-support.ts'

const chunkSize = 64 * 1024
/** Larger ones are hardly smaller in the end, and take more memory. */
const frameBytes = 1024 * 1024
/** Level 2 is quicker, and makes most COPY data smaller; level 3 is better for texts. Both are smaller than `gzip -6`. */
const levels = { quick: [2], reference: 3, tolerance: 1 }

/**
 * Compresses on the thread pool: each MiB becomes a frame of its own, several at once, in order. Together they are an
 * ordinary zstd file; an empty source makes one empty frame. Throws `zstd-unavailable` where Node has no zstd.
 */
export async function* compressZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { compress } = zstdSupport()
  for await (const frame of compressBlocks(source, { blockBytes: frameBytes, levels, compress })) {
    yield frame
    discardContext()
  }
}

/**
 * Decompresses all frames of a zstd file. Throws when any is damaged or cut off, when something else follows the last one,
 * and `zstd-unavailable` where Node has no zstd.
 */
export async function* decompressZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const support = zstdSupport()
  const chunks = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const fill = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await chunks.next()
      if (next.done === true) return false
      rest = next.value
    }
    return true
  }
  const oneFrame = async function* (): AsyncGenerator<Buffer> {
    const frame = new ZstdFrame()
    while (!frame.complete) {
      if (!(await fill())) throw new Error('the zstd data is cut off')
      const used = frame.advance(rest)
      const part = rest.subarray(0, used)
      rest = rest.subarray(used)
      if (used > 0) yield part
    }
  }
  try {
    do {
      const decompress = support.createDecompress({ chunkSize })
      pipeline(Readable.from(oneFrame(), { objectMode: false }), decompress, () => {})
      yield* decompress as AsyncIterable<Buffer>
      discardContext()
    } while (await fill())
  } finally {
    // Taken chunk by chunk, it is nobody else's to close: its file would stay open when a frame is damaged.
    await chunks.return?.()
  }
}
