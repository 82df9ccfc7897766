import { collectGarbage } from './collect-garbage.ts'
import { releaseMemory } from './release-memory.ts'

/**
 * Passes chunks on that are nobody else's, each good until the next is asked for: its memory is given back then, if it is all of a
 * piece that no other chunk has a part of (`alone`: as the source knows); else it is V8's to free.
 */
export async function* lendChunks(chunks: AsyncIterable<Buffer>, alone?: boolean): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const { buffer, length } = chunk
    yield chunk
    if (alone ?? length === buffer.byteLength) releaseMemory(buffer)
    collectGarbage(length)
  }
}
