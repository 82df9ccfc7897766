import { link, mkdir, readFile, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { readCatalogue } from '../../../src/store/catalogue.ts'
import { formatManifest } from '../../../src/store/manifest-file.ts'
import { sealManifest } from '../../../src/store/seal-manifest.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { publishBackup, reserveBackup } from '../../../src/store/publish-backup.ts'
import { sampleManifest } from './sample-manifest.ts'
import { content, publishSample, temporaryDirectory, temporaryStore } from './temporary-store.ts'

async function listing(store: Store): Promise<string[]> {
  return (await readCatalogue(store)).map((entry) => `${entry.kind} ${basename(entry.path)}`)
}

async function problemOf(store: Store): Promise<string> {
  const [entry] = await readCatalogue(store)
  return entry?.kind === 'broken' ? entry.problem : `not broken: ${String(entry?.kind)}`
}

it('is empty where there is no store', async () => {
  expect(await readCatalogue(openStore(join(await temporaryDirectory(), 'nothing')))).toEqual([])
})

it('lists newest first by the manifests’ dates, whatever the files’ own times', async () => {
  const store = await temporaryStore()
  const times = ['2025-11-20T10:35:00.100Z', '2025-11-20T10:35:00.900Z', '2024-01-01T00:00:00.000Z']
  for (const createdAt of times) await publishSample(store, { createdAt })
  await utimes(join(store.directory, 'shop_2024-01-01T00-00-00.sql'), new Date(), new Date('2030-01-01'))
  expect(await listing(store)).toEqual([
    'backup shop_2025-11-20T10-35-00-1.sql',
    'backup shop_2025-11-20T10-35-00.sql',
    'backup shop_2024-01-01T00-00-00.sql',
  ])
})

it('lists files without a manifest as foreign, with the database when their name tells', async () => {
  const store = await temporaryStore()
  await writeFile(join(store.directory, 'rephlo-dev_2025-11-20T10-30-00.sql.gz'), '12345')
  await writeFile(join(store.directory, 'by hand.sql'), '')
  const [older, named] = await readCatalogue(store).then((entries) => entries.toReversed())
  expect(older).toMatchObject({
    kind: 'foreign',
    name: 'rephlo-dev_2025-11-20T10-30-00.sql.gz',
    bytes: 5,
    database: 'rephlo-dev',
  })
  expect(named).toMatchObject({ kind: 'foreign', name: 'by hand.sql', database: undefined })
})

it('leaves out partial files, hidden ones, other directories, links and JSON that belongs to no backup', async () => {
  const store = await temporaryStore()
  await writeFile(join(store.directory, 'shop_2025-11-20T10-35-00.sql.k3fqz8m2pd.partial'), '')
  await writeFile(join(store.directory, '.hidden.sql'), '')
  await writeFile(join(store.directory, 'package.json'), '{}')
  await mkdir(join(store.directory, 'node_modules'))
  await symlink('/etc/passwd', join(store.directory, 'latest.sql'))
  expect(await listing(store)).toEqual([])
})

it('lists a dump in directory format without a manifest as foreign', async () => {
  const store = await temporaryStore()
  await mkdir(join(store.directory, 'dump.dir'))
  await writeFile(join(store.directory, 'dump.dir', 'toc.dat'), '123')
  await writeFile(join(store.directory, 'dump.dir', '1.dat'), '12')
  expect(await readCatalogue(store)).toMatchObject([{ kind: 'foreign', name: 'dump.dir', bytes: 5 }])
})

it('lists a backup as broken when its file is missing, of another size, a link, or its manifest was edited', async () => {
  const store = await temporaryStore()
  const { path, manifest } = await publishSample(store)
  await truncate(path, 5)
  expect(await problemOf(store)).toBe('it has 5 bytes instead of 11')
  await rm(path)
  expect(await problemOf(store)).toBe('its file is missing')
  await symlink('/etc/passwd', path)
  expect(await problemOf(store)).toBe('it is a symbolic link')
  await rm(path)
  await mkdir(path)
  expect(await problemOf(store)).toBe('it is not a regular file')
  await rm(path, { recursive: true })
  await writeFile(path, content)
  expect(await listing(store)).toEqual([`backup ${basename(path)}`])
  await writeFile(`${path}.json`, (await readFile(`${path}.json`, 'utf8')).replace('"shop"', '"blog"'))
  expect(await problemOf(store)).toMatch(/was changed after pgsafe wrote it/)
  await rm(`${path}.json`)
  await symlink('/etc/passwd', `${path}.json`)
  expect(await problemOf(store)).toMatch(/symbolic link/)
  expect(manifest.bytes).toBe(11)
})

it('lists a directory backup as broken when a file in it is missing, added or changed in size', async () => {
  const store = await temporaryStore()
  const reserved = await reserveBackup(store, {
    database: 'shop',
    createdAt: new Date(0),
    format: 'directory',
    compression: 'none',
  })
  await mkdir(reserved.partialPath)
  await writeFile(join(reserved.partialPath, 'toc.dat'), content)
  const files = [{ name: 'toc.dat', bytes: content.length, sha256: 'b'.repeat(64) }]
  const { path } = await publishBackup(store, reserved, sampleManifest({ format: 'directory', sha256: null, files }))
  expect(await listing(store)).toEqual(['backup shop_1970-01-01T00-00-00.dir'])
  await writeFile(join(path, 'extra.dat'), '')
  expect(await problemOf(store)).toMatch(/missing, added or of another size/)
  await rm(join(path, 'extra.dat'))
  await rename(join(path, 'toc.dat'), join(path, 'toc.bak'))
  expect(await problemOf(store)).toMatch(/missing, added or of another size/)
})

it('does not take a copied pair of files for a second backup', async () => {
  const store = await temporaryStore()
  const { path } = await publishSample(store)
  const copy = join(store.directory, 'blog_2025-11-20T10-35-00.sql')
  await link(path, copy)
  await link(`${path}.json`, `${copy}.json`)
  expect((await listing(store)).sort()).toEqual([`backup ${basename(path)}`, `broken ${basename(copy)}`])
})

it('reads a thousand backups, sixteen at a time', async () => {
  const store = await temporaryStore()
  const started = Date.UTC(2025, 0, 1)
  const names = Array.from({ length: 1000 }, (_, index) => {
    const createdAt = new Date(started + index * 1000).toISOString()
    return { createdAt, file: `shop_${createdAt.slice(0, 19).replaceAll(':', '-')}.sql` }
  })
  for (const { createdAt, file } of names) {
    await writeFile(join(store.directory, file), content)
    const manifest = sealManifest(sampleManifest({ createdAt, file, bytes: content.length }))
    await writeFile(join(store.directory, `${file}.json`), formatManifest(manifest))
  }
  const entries = await readCatalogue(store)
  expect(entries.map((entry) => basename(entry.path))).toEqual(names.map(({ file }) => file).reverse())
  expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['backup']))
})
