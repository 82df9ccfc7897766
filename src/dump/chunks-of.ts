import type { Readable } from 'node:stream'
import { discardChunk } from './discard-chunk.ts'

/** What a program prints. Each chunk is good until the next is asked for. */
export async function* chunksOf(output: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of output as AsyncIterable<Buffer>) {
    yield chunk
    discardChunk(chunk)
  }
}
