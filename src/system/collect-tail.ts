import type { Readable } from 'node:stream'

const limit = 64 * 1024
const lineFeed = 0x0a

/**
 * Reads `stream` to its end but remembers only the last 64 KiB; the returned function gives them as text, at any time. Lines
 * that `take` answers with true are not remembered.
 */
export function collectTail(stream: Readable, take?: (line: string) => boolean): () => string {
  let tail = Buffer.alloc(0)
  let pending = Buffer.alloc(0)
  const remember = (bytes: Buffer): void => {
    tail = Buffer.concat([tail, bytes]).subarray(-limit)
  }
  stream.on('data', (chunk: Buffer) => {
    if (take === undefined) return remember(chunk)
    pending = Buffer.concat([pending, chunk])
    for (let end = pending.indexOf(lineFeed); end !== -1; end = pending.indexOf(lineFeed)) {
      const line = pending.subarray(0, end + 1)
      if (!take(line.toString('utf8').trimEnd())) remember(line)
      pending = pending.subarray(end + 1)
    }
    // No line that anybody would take is that long.
    if (pending.length <= limit) return
    remember(pending)
    pending = Buffer.alloc(0)
  })
  return () => Buffer.concat([tail, pending]).subarray(-limit).toString('utf8')
}
