import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DumpScanner } from './dump-scanner.ts'

interface DumpFeed {
  readonly source: AsyncIterable<Buffer>
  readonly scanner?: DumpScanner | undefined
  /** Gets what the scanner lets through. Left open unless `endSink`. */
  readonly sink?: Writable | undefined
  readonly endSink?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Pulls a dump through the scanner into the sink, waiting whenever the sink is full. Throws the source's or the sink's
 * own error, and the signal's reason when aborted.
 */
export async function feedDump({ source, scanner, sink, endSink = false, signal }: DumpFeed): Promise<void> {
  const passedOn = scan(source, scanner)
  // A program that goes away late breaks its pipe after we are done: its exit code tells, this must not end our process.
  sink?.on('error', () => undefined)
  try {
    if (sink !== undefined) await pipeline(passedOn, sink, { end: endSink, ...(signal && { signal }) })
    else for await (const _ of passedOn) signal?.throwIfAborted()
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

async function* scan(source: AsyncIterable<Buffer>, scanner: DumpScanner | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    if (scanner === undefined) yield chunk
    else yield* scanner.push(chunk)
  }
}
