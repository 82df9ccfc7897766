import type { Manifest } from '../domain/manifest.ts'
import { pgsafeVersion } from '../domain/pgsafe-version.ts'
import { manifestPath, readManifest, writeManifest } from '../store/manifest-file.ts'
import type { Context } from '../system/context.ts'

/** Writes into a backup's manifest that it was proven by restoring it (level 2). Needs the store's lock. */
export async function recordVerification(ctx: Pick<Context, 'now'>, backupPath: string): Promise<Manifest> {
  const path = manifestPath(backupPath)
  // As it is now: it may have been pinned while the backup was restored.
  const manifest = await readManifest(path)
  const at = ctx.now().toISOString()
  return writeManifest(path, { ...manifest, verification: { level: 2, at, by: `pgsafe ${pgsafeVersion}` } })
}
