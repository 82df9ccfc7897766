import { lstat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ifPresent } from './file-errors.ts'
import type { LockHolder } from './lock-holder.ts'
import { newId } from './new-id.ts'
import type { Store } from './open-store.ts'
import { livenessOfName, nameOfProcess } from './process-identity.ts'

/** After that nobody is writing it any more: it is created and written in one go. */
const longestWriteMs = 60_000

/** Where a run writes down who it is before that becomes the lock. The name says it too: a kill may leave the file empty. */
export function lockPartialPath(store: Store, us: LockHolder): string {
  return join(
    store.internal,
    ['lock', newId(), nameOfProcess(us), 'partial'].filter((part) => part !== undefined).join('.'),
  )
}

/** Whether nobody writes a half-written one any more. */
export async function isAbandonedPartial(path: string): Promise<boolean> {
  const [, name] = /^lock\.[0-9a-z]+\.(.+)\.partial$/.exec(basename(path)) ?? []
  if (name !== undefined && (await livenessOfName(name)) === 'dead') return true
  const stats = await ifPresent(() => lstat(path))
  return stats !== undefined && Date.now() - stats.mtimeMs > longestWriteMs
}
