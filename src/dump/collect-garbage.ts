import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { readonly type: 'minor' }) => unknown

/** Takes half a millisecond after that much. After less, too much of it is still in use, and counts as old from then on. */
const enoughBytes = 16 * 1024 * 1024

let collect: Collect | undefined
let streamed = 0

/**
 * Says that so many more bytes of a stream are through. What V8 makes for them (promises, views) would be more in a long run than in
 * a short one, since it lets the room for young objects grow: so it is told to free them once in a while. Without effect where V8
 * cannot be told to.
 */
export function collectGarbage(bytes: number): void {
  streamed += bytes
  if (streamed < enoughBytes) return
  streamed = 0
  collect ??= findCollector()
  collect({ type: 'minor' })
}

function findCollector(): Collect {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('globalThis.gc')
  return typeof found === 'function' ? (found as Collect) : () => undefined
}
