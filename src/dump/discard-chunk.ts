import { collectGarbage } from './collect-garbage.ts'
import { releaseMemory } from './release-memory.ts'

/** Looking at young objects after that much takes half a millisecond, and keeps their number the same for any length of a stream. */
const enoughBytes = 16 * 1024 * 1024

let discarded = 0

/**
 * Says that nobody will look at a chunk of a stream any more. Its memory is given back if it is all of a piece that nobody else has
 * a part of; V8 cleans up the rest when there is enough of it.
 */
export function discardChunk({ buffer, length }: Buffer, alone = length === buffer.byteLength): void {
  if (alone) releaseMemory(buffer)
  discarded += length
  if (discarded < enoughBytes) return
  discarded = 0
  collectGarbage()
}
