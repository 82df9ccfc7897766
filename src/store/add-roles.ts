import { basename, dirname, join } from 'node:path'
import type { Manifest } from '../domain/manifest.ts'
import { rolesFileName } from '../domain/roles-file.ts'
import { replaceFile } from './atomic-file.ts'
import { withFileErrors } from './file-errors.ts'
import { partialPath } from './internal-names.ts'
import { manifestPath, writeManifest } from './manifest-file.ts'
import type { Store } from './open-store.ts'

/**
 * Writes the server's roles beside a published backup (0600) and then names them in its manifest: killed at any instant, the
 * manifest names nothing that is not there whole. Removing the backup removes them. Throws `store-unwritable`.
 */
export async function addRoles(
  store: Store,
  backup: { readonly path: string; readonly manifest: Manifest },
  roles: string,
): Promise<Manifest> {
  const name = rolesFileName(basename(backup.path))
  const path = join(dirname(backup.path), name)
  await withFileErrors('store-unwritable', `write ${path}`, () =>
    replaceFile(path, roles, { temporary: partialPath(store.internal, basename(path)) }),
  )
  return writeManifest(manifestPath(backup.path), { ...backup.manifest, roles: name })
}
