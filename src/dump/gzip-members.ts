import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { compressBlocks } from './compress-blocks.ts'
import { withMemberLength } from './gzip-header.ts'
import { releaseMemory } from './release-memory.ts'

const deflate = promisify(gzip)

const memberBytes = 1024 * 1024

/** Level 6 makes files as large as `gzip -6` does. A quicker one takes down to half of its time, for a few percent at most. */
const levels = { quick: [1, 2, 4, 5], reference: 6, tolerance: 1.04 }

/**
 * Compresses on the thread pool: each MiB becomes a gzip member of its own, several at once, in order. Together they
 * are an ordinary gzip file for gunzip and zcat; an empty source makes one empty member. Each member's header tells its
 * length, so that they can also be decompressed several at once.
 */
export function gzipMembers(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  return compressBlocks(source, { blockBytes: memberBytes, levels, compress })
}

async function compress(block: Buffer, level: number): Promise<Buffer> {
  // In one or two goes: the default of 16 KiB goes around the event loop for each of them.
  const chunkSize = Math.max(64, block.length >> 1)
  const deflated = await deflate(block, { level, memLevel: 9, chunkSize })
  const member = withMemberLength(deflated)
  releaseMemory(deflated.buffer)
  return member
}
