import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { summarizeBackup } from '../../../src/domain/summarize-backup.ts'
import { readCatalogue } from '../../../src/store/catalogue.ts'
import { readCatalogueIndex, writeCatalogueIndex } from '../../../src/store/catalogue-index.ts'
import { listCatalogue } from '../../../src/store/list-catalogue.ts'
import { formatManifest, manifestPath, writeManifest } from '../../../src/store/manifest-file.ts'
import { sealManifest } from '../../../src/store/seal-manifest.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { publishSample, temporaryStore } from './temporary-store.ts'

const times = ['2025-11-20T10:35:00.000Z', '2025-11-21T10:35:00.000Z', '2025-11-22T10:35:00.000Z']

async function indexedStore(): Promise<Store> {
  const store = await temporaryStore()
  for (const createdAt of times) await publishSample(store, { createdAt, label: 'as it was' })
  await index(store)
  return store
}

async function index(store: Store): Promise<void> {
  const entries = await readCatalogue(store)
  await writeCatalogueIndex(
    store,
    entries.flatMap((entry) => (entry.kind === 'backup' ? [entry] : [])),
  )
}

/** What `pgsafe list --json` makes of it. */
const shown = (entries: Awaited<ReturnType<typeof listCatalogue>>) =>
  entries.map((entry) => (entry.kind === 'backup' ? summarizeBackup(entry.path, entry.manifest) : entry))

it('shows the same with an index as without', async () => {
  const store = await indexedStore()
  const indexed = shown(await listCatalogue(store))
  expect((await readCatalogueIndex(store)).size).toBe(3)
  await rm(store.indexFile)
  expect(shown(await listCatalogue(store))).toEqual(indexed)
  expect(shown(await readCatalogue(store))).toEqual(indexed)
})

it('is what a list goes by: a manifest that has not changed is not opened', async () => {
  const store = await indexedStore()
  const [first, hash] = (await readFile(store.indexFile, 'utf8')).split('\n')
  expect([first, hash]).toEqual([expect.stringMatching(/^pgsafe catalogue 3 /), expect.stringContaining('as it was')])
  // Of the same length and with the times of before would be no change; this one has its own.
  const [{ manifest, path }] = backupsIn(await readCatalogue(store))
  await writeManifest(manifestPath(path), { ...manifest, label: 'changed!!' })
  expect(shown(await listCatalogue(store))).toMatchObject([
    { label: 'changed!!' },
    { label: 'as it was' },
    { label: 'as it was' },
  ])
})

it('hides nothing that has happened since: edited manifests, missing and shortened files, new and removed backups', async () => {
  const store = await indexedStore()
  const [newest, middle, oldest] = backupsIn(await readCatalogue(store))
  await writeFile(
    manifestPath(newest.path),
    formatManifest(sealManifest(newest.manifest)).replace('as it was', 'as it is!'),
  )
  await truncate(middle.path, 1)
  await rm(oldest.path)
  await publishSample(store, { createdAt: '2025-11-23T10:35:00.000Z', label: 'new' })
  expect(await listCatalogue(store)).toMatchObject([
    { kind: 'backup', manifest: { label: 'new' } },
    { kind: 'broken', problem: expect.stringContaining('was changed after pgsafe wrote it') },
    { kind: 'broken', problem: expect.stringMatching(/^it has 1 bytes instead of/) },
    { kind: 'broken', problem: 'its file is missing' },
  ])
})

it.each([
  ['is cut off', (text: string) => text.slice(0, -2)],
  ['was edited', (text: string) => text.replaceAll('as it was', 'as I like')],
  ['is of another version', (text: string) => text.replace('catalogue 3', 'catalogue 2')],
  ['is empty', () => ''],
])('counts for nothing when it %s', async (_what, damage) => {
  const store = await indexedStore()
  const before = await listCatalogue(store)
  await writeFile(store.indexFile, damage(await readFile(store.indexFile, 'utf8')))
  expect((await readCatalogueIndex(store)).size).toBe(0)
  expect(shown(await listCatalogue(store))).toEqual(shown(before))
})

function backupsIn(entries: Awaited<ReturnType<typeof readCatalogue>>) {
  const [first, second, third] = entries.flatMap((entry) => (entry.kind === 'backup' ? [entry] : []))
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('three backups were published')
  return [first, second, third] as const
}

it('is made by a list of many backups that came another way, once', async () => {
  const store = await temporaryStore()
  for (let second = 0; second < 60; second += 1) {
    await publishSample(store, { createdAt: new Date(Date.UTC(2025, 10, 20, 10, 0, second)).toISOString() })
  }
  const listed = shown(await listCatalogue(store))
  expect(listed).toHaveLength(60)
  const { ino } = await stat(store.indexFile)
  expect(shown(await listCatalogue(store))).toEqual(listed)
  expect((await stat(store.indexFile)).ino).toBe(ino)
})

it('is not made for a few', async () => {
  const store = await temporaryStore()
  await publishSample(store, { createdAt: '2025-11-20T10:35:00.000Z' })
  expect(await listCatalogue(store)).toHaveLength(1)
  await expect(stat(store.indexFile)).rejects.toThrow('ENOENT')
})

it('is left alone where it cannot be written', async () => {
  const store = await temporaryStore()
  for (let second = 0; second < 60; second += 1) {
    await publishSample(store, { createdAt: new Date(Date.UTC(2025, 10, 20, 10, 0, second)).toISOString() })
  }
  // Not by permissions: root would pass over them.
  const unwritable = { ...store, indexFile: `${store.directory}/nowhere/index` }
  expect(await listCatalogue(unwritable)).toHaveLength(60)
})
