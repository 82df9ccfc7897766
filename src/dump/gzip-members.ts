import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

/** Raw bytes per member: large enough to cost under 1 % in size, small enough to keep the thread pool fed. */
const memberBytes = 1024 * 1024
/** Members in work at once; with the one being filled, a few MiB in all. */
const concurrency = 4
/** Nearly the size of level 6 (gzip's own default) for two thirds of its time. */
const level = 5

/**
 * Compresses to independent gzip members, several at once on the thread pool, in order. Their concatenation is a normal
 * gzip file (RFC 1952, 2.2): gunzip and zcat read it as one. An empty source gives one empty member.
 */
export async function* gzipMembers(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pending: Promise<Buffer>[] = []
  let started = false
  for await (const member of inPieces(source)) {
    started = true
    const compressed = compress(member, { level })
    // Awaited further down; without a handler now, a failure meanwhile would be an unhandled rejection.
    compressed.catch(() => undefined)
    pending.push(compressed)
    if (pending.length >= concurrency) yield (await pending.shift()) ?? Buffer.alloc(0)
  }
  for (const compressed of pending) yield await compressed
  if (!started) yield await compress(Buffer.alloc(0), { level })
}

async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let bytes = 0
  for await (const chunk of source) {
    waiting.push(chunk)
    bytes += chunk.length
    if (bytes < memberBytes) continue
    yield Buffer.concat(waiting, bytes)
    waiting = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes)
}
