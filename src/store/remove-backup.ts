import { rename, rm, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { CataloguedBackup } from '../domain/catalogue-entry.ts'
import { rolesFileName } from '../domain/roles-file.ts'
import { syncDirectory } from './atomic-file.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import { trashPaths } from './internal-names.ts'
import { manifestPath } from './manifest-file.ts'
import type { Store } from './open-store.ts'

/**
 * Removes a backup of ours. One rename decides: the manifest moves into `.pgsafe` under a name that says what is being
 * removed, and from then on the backup is not listed. Killed at any instant, the catalogue shows the whole backup or
 * nothing of it; what is left goes with cleanLeftovers. Throws `store-unwritable`. Needs the store's lock.
 */
export async function removeBackup(store: Store, backup: Pick<CataloguedBackup, 'path'>): Promise<void> {
  if (dirname(backup.path) !== store.directory) throw new Error(`not in the store: ${backup.path}`)
  const name = basename(backup.path)
  await withFileErrors('store-unwritable', `remove ${backup.path}`, async () => {
    await rename(manifestPath(backup.path), trashPaths(store, name).manifest)
    await syncDirectory(store.directory)
    await finishRemoval(store, name)
  })
}

/** The rest of a removal whose first rename has happened; also after a crash. The marker goes last. */
export async function finishRemoval(store: Store, name: string): Promise<void> {
  const trash = trashPaths(store, name)
  await rm(trash.backup, { recursive: true, force: true })
  await ifPresent(() => rename(join(store.directory, name), trash.backup))
  await rm(join(store.directory, rolesFileName(name)), { force: true })
  await syncDirectory(store.directory)
  await rm(trash.backup, { recursive: true, force: true })
  await unlink(trash.manifest)
}
