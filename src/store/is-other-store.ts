import { stat } from 'node:fs/promises'
import { ifPresent, withFileErrors } from './file-errors.ts'
import type { Store } from './open-store.ts'

/**
 * Whether `directory` is there and is not this store's, by whatever path either is reached. A store that was moved has no
 * other: what its old place owned is its own still.
 */
export async function isOtherStore(store: Store, directory: string): Promise<boolean> {
  return withFileErrors('store-unwritable', `look at ${directory}`, async () => {
    const [ours, theirs] = await Promise.all([store.directory, directory].map((path) => ifPresent(() => stat(path))))
    if (theirs === undefined) return false
    return ours === undefined || ours.ino !== theirs.ino || ours.dev !== theirs.dev
  })
}
