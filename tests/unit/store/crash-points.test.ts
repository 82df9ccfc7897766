import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { readCatalogue } from '../../../src/store/catalogue.ts'
import { cleanLeftovers } from '../../../src/store/clean-leftovers.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { discardPartial, publishBackup, reserveBackup } from '../../../src/store/publish-backup.ts'
import { removeBackup } from '../../../src/store/remove-backup.ts'
import { withFault } from './crash-points.ts'
import { sampleManifest } from './sample-manifest.ts'
import { content, publishSample, temporaryStore } from './temporary-store.ts'

const fields = sampleManifest({ bytes: content.length, id: 'newbackup2', createdAt: '2025-11-21T08:00:00.000Z' })
const newName = 'shop_2025-11-21T08-00-00.sql'

/** What a run does: write the dump, publish it, and clean up when that fails. */
async function publishNew(store: Store): Promise<void> {
  const reserved = await reserveBackup(store, {
    database: 'shop',
    createdAt: new Date(fields.createdAt),
    format: 'plain',
    compression: 'none',
  })
  await writeFile(reserved.partialPath, content, { flag: 'wx' })
  try {
    await publishBackup(store, reserved, fields)
  } catch (error) {
    await discardPartial(reserved)
    throw error
  }
}

/** What a user sees (entries as "kind name"), what lies in the directory, and what is left in `.pgsafe`. */
async function stateOf(store: Store): Promise<{ listed: string[]; files: string[]; internal: string[] }> {
  const listed = (await readCatalogue(store)).map((entry) => `${entry.kind} ${basename(entry.path)}`)
  const files = (await readdir(store.directory)).filter((name) => !name.startsWith('.')).sort()
  return { listed, files, internal: (await readdir(store.internal)).sort() }
}

/** Tries `work` on a fresh store with a fault at the first change, the second … until a run gets through without. */
async function atEveryChange(
  errno: string,
  work: (store: Store) => Promise<void>,
  check: (store: Store, failed: string) => Promise<void>,
): Promise<string[]> {
  const reached: string[] = []
  for (let at = 1; ; at += 1) {
    const store = await temporaryStore()
    await publishSample(store)
    const { failed } = await withFault({ errno, at }, () => work(store))
    if (failed === undefined) return reached
    await check(store, `${failed} (change ${String(at)})`)
    reached.push(failed)
  }
}

const oldName = 'shop_2025-11-20T10-35-00.sql'
const nothing = { listed: [], files: [], internal: ['journal', 'logs'] }
const onlyOld = { ...nothing, listed: [`backup ${oldName}`], files: [oldName, `${oldName}.json`] }
const both = {
  ...nothing,
  listed: [`backup ${newName}`, `backup ${oldName}`],
  files: [oldName, `${oldName}.json`, newName, `${newName}.json`],
}

it('shows the whole new backup or nothing of it when the process dies at any change while publishing', async () => {
  const endings: string[] = []
  const reached = await atEveryChange('crash', publishNew, async (store, failed) => {
    const { listed } = await stateOf(store)
    expect({ failed, listed }).toEqual({ failed, listed: expect.toBeOneOf([onlyOld.listed, both.listed]) })
    await cleanLeftovers(store)
    const cleaned = await stateOf(store)
    expect({ failed, cleaned }).toEqual({ failed, cleaned: expect.toBeOneOf([onlyOld, both]) })
    expect(await readFile(join(store.directory, oldName), 'utf8')).toBe(content)
    endings.push(`${String(listed.length)} then ${String(cleaned.listed.length)}`)
    await publishNew(store)
    expect((await stateOf(store)).listed).toHaveLength(cleaned.listed.length + 1)
  })
  expect(reached).toEqual(expect.arrayContaining(['chmod', 'open', 'writeFile', 'sync', 'link', 'unlink']))
  // All three ways it can end were met: nothing, completed afterwards, complete at once.
  expect(new Set(endings)).toEqual(new Set(['1 then 1', '1 then 2', '2 then 2']))
})

it.each(['ENOSPC', 'EIO', 'EACCES'])('publishes and leaves nothing when a change fails with %s', async (errno) => {
  const reached = await atEveryChange(errno, publishNew, async (store, failed) => {
    const state = await stateOf(store)
    // EACCES for a directory means that it cannot be synced at all, which stops nobody.
    const right = errno === 'EACCES' && failed.startsWith('sync') ? expect.toBeOneOf([onlyOld, both]) : onlyOld
    expect({ failed, state }).toEqual({ failed, state: right })
  })
  expect(reached.length).toBeGreaterThan(8)
})

it('tells a full disk as a failed backup, with what to do', async () => {
  const store = await temporaryStore()
  const { error } = await withFault({ errno: 'ENOSPC', at: 4 }, () => publishNew(store))
  expect(error).toMatchObject({ code: 'backup-write-failed', message: expect.stringContaining('no space left') })
})

it('keeps the whole backup or nothing of it when the process dies at any change while removing', async () => {
  const endings: string[] = []
  const remove = (store: Store) => removeBackup(store, { path: join(store.directory, oldName) })
  const reached = await atEveryChange('crash', remove, async (store, failed) => {
    const { listed } = await stateOf(store)
    expect({ failed, listed }).toEqual({ failed, listed: expect.toBeOneOf([onlyOld.listed, []]) })
    await cleanLeftovers(store)
    const cleaned = await stateOf(store)
    expect({ failed, cleaned }).toEqual({ failed, cleaned: listed.length === 0 ? nothing : onlyOld })
    endings.push(String(listed.length))
  })
  expect(reached).toEqual(expect.arrayContaining(['rename', 'rm', 'unlink']))
  expect(new Set(endings)).toEqual(new Set(['0', '1']))
})

it('completes nothing for a foreign file that happens to have the name of an interrupted publication', async () => {
  const store = await temporaryStore()
  await withFault({ errno: 'crash', at: 8 }, () => publishNew(store))
  const waiting = (await readdir(store.internal)).filter((name) => name.startsWith(`${newName}.json.`))
  expect(waiting).toHaveLength(1)
  await writeFile(join(store.directory, newName), 'something else altogether')
  expect((await cleanLeftovers(store)).completed).toEqual([])
  expect((await stateOf(store)).listed).toEqual([`foreign ${newName}`])
})
