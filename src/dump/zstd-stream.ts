import { pipeline, Readable, type Transform } from 'node:stream'
import { ChunkReader } from './chunk-reader.ts'
import { blocksAtOnce, compressBlocks } from './compress-blocks.ts'
import { lendChunks } from './lend-chunks.ts'
import { mapInOrder } from './map-in-order.ts'
import { ZstdFrame } from './zstd-frame.ts'
import { longestHeaderBytes, readContentSize } from './zstd-header.ts'
import { ZstdStreams } from './zstd-streams.ts'
import { zstdSupport } from './zstd-support.ts'

const chunkSize = 64 * 1024
/** Larger ones are hardly smaller in the end, and take more memory. */
const frameBytes = 1024 * 1024
/** What is larger, packed or unpacked, is not from us: it goes through memory in small pieces. */
const maxFrameBytes = 4 * 1024 * 1024
/** Level 2 takes a fifth less time than 3: worth files that are a tenth larger, and still far smaller than those of `gzip -6`. */
const levels = { quick: [2], reference: 3, tolerance: 1.1 }

/**
 * Compresses on the thread pool: each MiB becomes a frame of its own, several at once, in order. Together they are an
 * ordinary zstd file; an empty source makes one empty frame. Throws `zstd-unavailable` where Node has no zstd.
 */
export async function* compressZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { createCompress } = zstdSupport()
  // The default of 16 KiB goes around the event loop for each of them.
  const streams = new ZstdStreams((level) => createCompress({ level, chunkSize: frameBytes / 2 }))
  const compress = (block: Buffer, level: number) => streams.run(level, block)
  try {
    yield* compressBlocks(source, { blockBytes: frameBytes, levels, compress })
  } finally {
    streams.close()
  }
}

/**
 * Decompresses all frames of a zstd file, in constant memory; those that pgsafe has written several at once. Throws when any is
 * damaged or cut off, when something else follows the last one, and `zstd-unavailable` where Node has no zstd.
 * What it yields is good until the next is asked for.
 */
export async function* decompressZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { createDecompress } = zstdSupport()
  const streams = new ZstdStreams(() => createDecompress({ chunkSize: frameBytes }))
  const decompress = (frame: Buffer) => decompressWhole(streams, frame)
  const reader = new ChunkReader(source)
  try {
    for (let frames = 0; ; frames += 1) {
      const contents = mapInOrder(smallFrames(reader), blocksAtOnce, decompress)
      for await (const content of lendChunks(contents)) {
        frames += 1
        yield content
      }
      if (frames > 0 && (await reader.atEnd())) return
      // One that is large, or does not tell how large it is.
      yield* decompressFrame(reader, createDecompress({ chunkSize }))
    }
  } finally {
    streams.close()
    await reader.close()
  }
}

/** Frames that fit into memory and say so, up to the first that does not. */
async function* smallFrames(reader: ChunkReader): AsyncGenerator<Buffer> {
  for (;;) {
    const contentSize = readContentSize(await reader.peek(longestHeaderBytes))
    if (contentSize === undefined || contentSize > maxFrameBytes) return
    const length = await findLength(reader)
    if (length === undefined) return
    yield await reader.take(length)
  }
}

/** Of the frame that comes next; undefined when it is larger than `maxFrameBytes`. */
async function findLength(reader: ChunkReader): Promise<number | undefined> {
  const frame = new ZstdFrame()
  let length = 0
  while (!frame.complete) {
    const seen = await reader.peek(length + 1)
    if (seen.length === length) throw cutOff()
    length += frame.advance(seen.subarray(length))
    if (length > maxFrameBytes) return undefined
  }
  return length
}

async function decompressWhole(streams: ZstdStreams, frame: Buffer): Promise<Buffer> {
  const bytes = readContentSize(frame) ?? 0
  const content = await streams.run(0, frame, bytes)
  if (content.length < bytes) throw cutOff()
  return content
}

/** The next frame, piece by piece. */
async function* decompressFrame(reader: ChunkReader, decompress: Transform): AsyncGenerator<Buffer> {
  // A failure destroys the decompressor with the error, so that the loop below throws it.
  pipeline(Readable.from(oneFrame(reader), { objectMode: false }), decompress, () => {})
  yield* lendChunks(decompress)
}

async function* oneFrame(reader: ChunkReader): AsyncGenerator<Buffer> {
  const frame = new ZstdFrame()
  while (!frame.complete) {
    const seen = await reader.peek(1)
    if (seen.length === 0) throw cutOff()
    const used = frame.advance(seen)
    if (used > 0) yield await reader.take(used)
  }
}

function cutOff(): Error {
  return new Error('the zstd data is cut off')
}
