import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { addRoles } from '../../../src/store/add-roles.ts'
import { readCatalogue } from '../../../src/store/catalogue.ts'
import { manifestPath, readManifest } from '../../../src/store/manifest-file.ts'
import { removeBackup } from '../../../src/store/remove-backup.ts'
import { publishSample, temporaryStore } from './temporary-store.ts'

it('keeps roles beside the backup, for its owner only, and names them in its manifest', async () => {
  const store = await temporaryStore()
  const backup = await publishSample(store)
  const manifest = await addRoles(store, backup, 'CREATE ROLE app;\n')
  expect(manifest.roles).toBe(`${manifest.file}.roles.sql`)
  expect(await readManifest(manifestPath(backup.path))).toEqual(manifest)
  const path = join(store.directory, manifest.roles ?? '')
  expect(readFileSync(path, 'utf8')).toBe('CREATE ROLE app;\n')
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
})

it('are listed with nothing but their backup, and go with it', async () => {
  const store = await temporaryStore()
  const backup = await publishSample(store)
  const manifest = await addRoles(store, backup, 'CREATE ROLE app;\n')
  writeFileSync(join(store.directory, 'mine.roles.sql'), '')
  const names = (await readCatalogue(store)).map((entry) => entry.path)
  expect(names.sort()).toEqual([join(store.directory, 'mine.roles.sql'), backup.path])
  await removeBackup(store, backup)
  expect(existsSync(join(store.directory, manifest.roles ?? ''))).toBe(false)
  expect(existsSync(join(store.directory, 'mine.roles.sql'))).toBe(true)
})
