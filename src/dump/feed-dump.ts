import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { DumpScanner } from './dump-scanner.ts'

export interface DumpFeed {
  readonly source: AsyncIterable<Buffer>
  readonly scanner?: DumpScanner | undefined
  /** Gets what the scanner lets through; left open. */
  readonly sink?: Writable | undefined
  readonly signal?: AbortSignal | undefined
}

/** Pulls a dump through the scanner into the sink, waiting whenever the sink is full. Throws when the sink breaks. */
export async function feedDump({ source, scanner, sink, signal }: DumpFeed): Promise<void> {
  const broken: { error?: unknown } = {}
  const onError = (error: unknown): void => {
    broken.error = error
  }
  sink?.on('error', onError)
  try {
    for await (const chunk of source) {
      signal?.throwIfAborted()
      const passed = scanner === undefined ? [chunk] : scanner.push(chunk)
      if (sink !== undefined) await writeAll(sink, passed, broken)
    }
  } finally {
    // A late EPIPE still comes here instead of ending the process.
    sink?.on('error', () => undefined)
    sink?.off('error', onError)
  }
}

async function writeAll(sink: Writable, chunks: readonly Buffer[], broken: { error?: unknown }): Promise<void> {
  for (const chunk of chunks) {
    if (broken.error !== undefined) throw broken.error
    if (sink.destroyed) throw new Error('the loading program closed its input')
    if (!sink.write(chunk)) await Promise.race([once(sink, 'drain'), once(sink, 'close')])
  }
}
