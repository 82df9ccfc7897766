import { linkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { formatBackupName } from '../../../src/domain/backup-name.ts'
import { formatManifest } from '../../../src/store/manifest-file.ts'
import { sealManifest } from '../../../src/store/seal-manifest.ts'
import { newId } from '../../../src/store/new-id.ts'
import { manifestOf } from '../../support/stored-backup.ts'
import { backUp, type Backup } from './restoring.ts'
import type { Workspace } from './workspace.ts'

/** A store with `count` backups, an hour apart: one that was made and links to it, each under its own id and manifest. */
export async function fillStore({ pgsafe }: Workspace, database: string, count: number): Promise<Backup> {
  const backup = await backUp(pgsafe, database, '--compress')
  const { manifestSha256: _, ...manifest } = manifestOf(backup.path)
  for (let number = 1; number < count; number += 1) {
    const createdAt = new Date(Date.parse(manifest.createdAt) - number * 3_600_000)
    const file = formatBackupName({ database, createdAt, format: 'plain', compression: 'gzip' })
    const path = join(dirname(backup.path), file)
    linkSync(backup.path, path)
    writeFileSync(
      `${path}.json`,
      formatManifest(sealManifest({ ...manifest, id: newId(), file, createdAt: createdAt.toISOString() })),
    )
  }
  return backup
}
