import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { Manifest } from '../../../src/domain/manifest.ts'
import { openStore, prepareStore } from '../../../src/store/open-store.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { publishBackup, reserveBackup } from '../../../src/store/publish-backup.ts'
import type { ManifestFields } from '../../../src/store/seal-manifest.ts'
import { sampleManifest } from './sample-manifest.ts'

const created: string[] = []

afterEach(async () => {
  for (const directory of created.splice(0)) await rm(directory, { recursive: true, force: true })
})

/** A new empty directory, removed after the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pgsafe-store-'))
  created.push(directory)
  return directory
}

/** A prepared store in a directory of its own. */
export async function temporaryStore(): Promise<Store> {
  const store = openStore(join(await temporaryDirectory(), 'backups'))
  await prepareStore(store)
  return store
}

export const content = '-- a dump\n\n'

/** Writes and publishes a backup of `content`. */
export async function publishSample(
  store: Store,
  changes: Partial<ManifestFields> & { readonly database?: ManifestFields['database'] } = {},
): Promise<{ readonly path: string; readonly manifest: Manifest }> {
  const fields = sampleManifest({ bytes: content.length, ...changes })
  const reserved = await reserveBackup(store, {
    database: fields.database.name,
    createdAt: new Date(fields.createdAt),
    format: fields.format,
    compression: fields.compression,
  })
  await writeFile(reserved.partialPath, content, { flag: 'wx' })
  return await publishBackup(store, reserved, fields)
}
