import { addAbortSignal } from 'node:stream'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { PgsafeError } from '../errors.ts'
import { ChunkSink } from './chunk-sink.ts'
import type { DumpScanner } from './dump-scanner.ts'
import type { Refusal } from './dump-summary.ts'
import type { IndexBuild } from '../domain/index-build.ts'

interface DumpFeed {
  /** May use a chunk's memory for the next one: nobody looks at it then. */
  readonly source: AsyncIterable<Buffer>
  readonly scanner?: DumpScanner | undefined
  /** Gets what the scanner lets through, and must not keep it after it has said so. Left open unless `endSink`. */
  readonly sink?: Writable | undefined
  readonly endSink?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Gets what the scanner takes out, once all before it has been given to the sink; what stands behind waits for it. */
  readonly onBuilds?: ((builds: readonly IndexBuild[]) => Promise<void>) | undefined
}

/**
 * Pulls a dump through the scanner into the sink, waiting whenever the sink is full. A chunk with something that must
 * never run is not passed on: throws `hostile-file` instead, whoever vouched for the file. Else throws the source's or
 * the sink's own error, and the signal's reason when aborted; the sink is destroyed then, since it may never take more.
 */
export async function feedDump(feed: DumpFeed): Promise<void> {
  const { sink, endSink = false, signal } = feed
  // A program that goes away late breaks its pipe after we are done: its exit code tells, this must not end our process.
  sink?.on('error', () => undefined)
  if (sink !== undefined && signal !== undefined) addAbortSignal(signal, sink)
  try {
    await pour(scan(feed), sink)
    if (sink === undefined || !endSink) return
    await finished(sink.end(), { readable: false })
  } catch (error) {
    sink?.destroy()
    signal?.throwIfAborted()
    throw error
  }
}

async function pour(passedOn: AsyncIterable<Buffer>, sink: Writable | undefined): Promise<void> {
  const into = sink === undefined ? undefined : new ChunkSink(sink)
  try {
    for await (const chunk of passedOn) await into?.write(chunk)
  } finally {
    into?.letGo()
  }
}

async function* scan({ source, scanner, sink, signal, onBuilds }: DumpFeed): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    signal?.throwIfAborted()
    const passedOn = (await scanner?.passInTurns(chunk)) ?? [chunk]
    if (sink !== undefined) assertHarmless(scanner?.refusals)
    for (const part of passedOn) {
      if (Buffer.isBuffer(part)) yield part
      else yield* await build(part, onBuilds)
    }
  }
  // psql also runs what the end of the input cuts off.
  if (sink !== undefined) assertHarmless(scanner?.finish().refusals)
  yield* await build(scanner?.takeBuilds() ?? [], onBuilds)
}

/** One alone is no quicker elsewhere. Returns what the sink shall run. */
async function build(builds: readonly IndexBuild[], onBuilds: DumpFeed['onBuilds']): Promise<Buffer[]> {
  if (builds.length < 2 || onBuilds === undefined) return builds.map(({ sql }) => Buffer.from(`${sql};\n`))
  await onBuilds(builds)
  return []
}

function assertHarmless(refusals: readonly Refusal[] | undefined): void {
  const first = refusals?.[0]
  if (first === undefined) return
  throw new PgsafeError('hostile-file', `line ${first.line} holds what must never run from a dump: ${first.what}`, {
    hint: 'Nothing of it was run. Make the dump again with plain pg_dump, without -C.',
  })
}
