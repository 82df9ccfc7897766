import { type ErrorCode, isPgsafeError } from '../errors.ts'
import { lockedBySwap } from '../store/swapping-run.ts'
import type { Run } from './open-run.ts'

/** What a run meets when another one ends its sessions, and renames its database, under it. */
const symptoms: readonly ErrorCode[] = ['connection-failed', 'database-missing', 'other-database']

/** Runs `action`; when it fails because a restore or undo of another run swaps the database at that moment, throws `locked` instead. */
export async function explainBySwap<T>({ store }: Pick<Run, 'store'>, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (!isPgsafeError(error) || !symptoms.includes(error.code)) throw error
    throw (await lockedBySwap(store)) ?? error
  }
}
