import type { PgsafeError } from '../errors.ts'
import { lockStatus } from './lock.ts'
import { lockedBy } from './lock-holder.ts'
import type { Store } from './open-store.ts'
import { currentProcess } from './process-identity.ts'

/** What holds the lock while it gives a database's name to another one. */
const swapping: readonly string[] = ['restore', 'undo']

/**
 * `locked`, naming the restore or undo of another process that works on this store at this moment: it ends the sessions of its
 * database and renames it. undefined: there is none.
 */
export async function lockedBySwap(store: Store): Promise<PgsafeError | undefined> {
  const status = await lockStatus(store)
  if (status === undefined || status.liveness === 'dead') return undefined
  const { holder, liveness } = status
  const { pid, startTime, host } = await currentProcess()
  const ours = holder.pid === pid && holder.startTime === startTime && holder.host === host
  return ours || !swapping.includes(holder.purpose) ? undefined : lockedBy(store.lockFile, holder, liveness)
}
