import { pipeline, Readable } from 'node:stream'
import { ZstdFrame } from './zstd-frame.ts'
import { zstdSupport } from './zstd-support.ts'

const chunkSize = 256 * 1024
/** Smaller than `gzip -6` on COPY data, in a fraction of its time. */
const level = 3

/** Compresses into one frame, on a thread of the pool. Throws `zstd-unavailable` where Node has no zstd. */
export async function* compressZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const compress = zstdSupport().createCompress({ level, chunkSize })
  // A failure destroys the stream with the error, so that the loop below throws it.
  pipeline(Readable.from(source, { objectMode: false }), compress, () => {})
  yield* compress as AsyncIterable<Buffer>
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
    } while (await fill())
  } finally {
    // Taken chunk by chunk, it is nobody else's to close: its file would stay open when a frame is damaged.
    await chunks.return?.()
  }
}
