import { constants, type Stats } from 'node:fs'
import { access, lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PgsafeError } from '../errors.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import type { Store } from './open-store.ts'

/** Throws `store-unwritable` when prepareStore would, as far as that can be seen without creating anything. */
export async function assertStoreUsable(store: Store): Promise<void> {
  await withFileErrors('store-unwritable', `use ${store.directory} for backups`, async () => {
    for (const directory of [store.directory, store.internal]) {
      const stats = await ifPresent(() => lstat(directory))
      if (stats !== undefined) assertStoreDirectory(directory, stats)
      await access(await nearestExisting(directory), constants.W_OK | constants.X_OK)
    }
  })
}

/** Throws `store-unwritable` for what a store must not be: a symbolic link, a file, another user's directory. */
export function assertStoreDirectory(path: string, stats: Stats): void {
  if (stats.isSymbolicLink()) {
    throw new PgsafeError('store-unwritable', `${path} is a symbolic link`, {
      hint: 'name the directory that it leads to with --dir; backups are not written through links',
    })
  }
  if (!stats.isDirectory()) {
    throw new PgsafeError('store-unwritable', `${path} is not a directory`, {
      hint: 'move it away, or choose another directory with --dir',
    })
  }
  if (isForeign(stats.uid)) {
    throw new PgsafeError('store-unwritable', `${path} belongs to another user (uid ${String(stats.uid)})`, {
      hint: 'choose a directory of your own with --dir',
    })
  }
}

/** Windows has no uids. Root may use the stores of others; a store of root's is used by whoever was given the right to. */
function isForeign(owner: number): boolean {
  const us = process.geteuid?.()
  return us !== undefined && us !== 0 && owner !== us && owner !== 0
}

async function nearestExisting(path: string): Promise<string> {
  const found = await ifPresent(() => lstat(path))
  return found === undefined && dirname(path) !== path ? nearestExisting(dirname(path)) : path
}
