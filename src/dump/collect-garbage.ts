import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { readonly type: 'minor' | 'major' }) => unknown

let collect: Collect | undefined

/** Frees what nobody needs any more: `minor` among young objects only. Without effect where V8 cannot be told to. */
export function collectGarbage(type: 'minor' | 'major'): void {
  collect ??= findCollector()
  collect({ type })
}

function findCollector(): Collect {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('globalThis.gc')
  return typeof found === 'function' ? (found as Collect) : () => undefined
}
