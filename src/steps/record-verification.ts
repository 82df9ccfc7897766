import type { Manifest, Verification } from '../domain/manifest.ts'
import { pgsafeVersion } from '../domain/pgsafe-version.ts'
import { manifestPath, readManifest, writeManifest } from '../store/manifest-file.ts'
import type { Context } from '../system/context.ts'

/** Writes into a backup's manifest what it has passed; null: it is damaged, and nothing counts on it any more. Needs the store's lock. */
export async function recordVerification(
  ctx: Pick<Context, 'now'>,
  backupPath: string,
  level: Verification['level'] | null,
): Promise<Manifest> {
  const path = manifestPath(backupPath)
  // As it is now: it may have been pinned while the backup was read or restored.
  const manifest = await readManifest(path)
  const passed = level === null ? null : { level, at: ctx.now().toISOString(), by: `pgsafe ${pgsafeVersion}` }
  return writeManifest(path, { ...manifest, verification: passed })
}
