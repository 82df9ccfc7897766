import { collectGarbage } from './collect-garbage.ts'
import { releaseMemory } from './release-memory.ts'

/**
 * Says that nobody will look at a chunk of a stream any more. Its memory is given back if it is all of a piece that nobody else has
 * a part of; else it is V8's to free.
 */
export function discardChunk({ buffer, length }: Buffer, alone = length === buffer.byteLength): void {
  if (alone) releaseMemory(buffer)
  collectGarbage(length)
}
