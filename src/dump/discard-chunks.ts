import { collectGarbage } from './collect-garbage.ts'

/** Cleaning up after that much takes half a millisecond. After less, too much of it is still in use, and counts as old from then on. */
const enoughBytes = 6 * 1024 * 1024

let discarded = 0

/**
 * Says that so many bytes of a stream are through. Their buffers go when V8 cleans up, which it does by itself only after some
 * tens of megabytes of them, and after more in a long run than in a short one: so it is told to.
 */
export function discardChunks(bytes: number): void {
  discarded += bytes
  if (discarded < enoughBytes) return
  discarded = 0
  collectGarbage()
}
