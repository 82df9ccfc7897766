import type { Readable } from 'node:stream'

const limit = 64 * 1024

/** Reads `stream` to its end but remembers only the last 64 KiB; the returned function gives them as text, at any time. */
export function collectTail(stream: Readable): () => string {
  let tail = Buffer.alloc(0)
  stream.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-limit)
  })
  return () => tail.toString('utf8')
}
