import { collectGarbage } from './collect-garbage.ts'

/** Cleaning up takes some ten milliseconds. */
const enough = 32

let discarded = 0

/**
 * Says that a zstd frame is through. Node has a context of one to two megabytes for each, which V8 does not know of and frees only
 * when it looks at all objects, old ones too.
 */
export function discardContext(): void {
  discarded += 1
  if (discarded < enough) return
  discarded = 0
  collectGarbage('major')
}
