import { findBackup } from '../domain/find-backup.ts'
import type { Manifest } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { manifestPath, writeManifest } from '../store/manifest-file.ts'
import type { Store } from '../store/open-store.ts'

interface Pinning {
  readonly reference: string
  readonly pinned: boolean
}

/** Rewrites one manifest with `pinned` set or cleared; needs the store's lock. Throws `no-such-backup`, also for files that have no manifest. */
export async function setPinned(
  store: Store,
  { reference, pinned }: Pinning,
): Promise<{ readonly path: string; readonly manifest: Manifest }> {
  const entry = findBackup(await readCatalogue(store), reference)
  if (entry?.kind !== 'backup') {
    throw new PgsafeError('no-such-backup', `there is no backup "${reference}" of ours in ${store.directory}`, {
      hint: 'pgsafe list shows names and ids; files without a manifest are never removed, so they need no pin',
    })
  }
  const manifest = await writeManifest(manifestPath(entry.path), { ...entry.manifest, pinned })
  return { path: entry.path, manifest }
}
