import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readManifest } from '../../../src/store/manifest-file.ts'
import { discardPartial, publishBackup, reserveBackup } from '../../../src/store/publish-backup.ts'
import type { WantedBackup } from '../../../src/store/publish-backup.ts'
import { readEntry } from '../../../src/store/read-entry.ts'
import { sampleManifest } from './sample-manifest.ts'
import { content, publishSample, temporaryDirectory, temporaryStore } from './temporary-store.ts'

const wanted: WantedBackup = {
  database: 'shop',
  createdAt: new Date('2025-11-20T10:35:00.123Z'),
  format: 'plain',
  compression: 'none',
}
const fields = sampleManifest({ bytes: content.length })

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

describe('in the store', () => {
  it('gives the dump its name and a manifest beside it, both 0600 under umask 022', async () => {
    const store = await temporaryStore()
    const before = process.umask(0o022)
    const { path, manifest } = await publishSample(store)
    process.umask(before)
    expect(path).toBe(join(store.directory, 'shop_2025-11-20T10-35-00.sql'))
    expect(await readManifest(`${path}.json`)).toEqual(manifest)
    expect([await modeOf(path), await modeOf(`${path}.json`)]).toEqual(['600', '600'])
    expect(await readdir(store.internal)).toEqual(['journal', 'logs'])
  })

  it('lets the partial file lie where no list shows it', async () => {
    const store = await temporaryStore()
    const reserved = await reserveBackup(store, wanted)
    expect(dirname(reserved.partialPath)).toBe(store.internal)
    expect(basename(reserved.partialPath)).toMatch(/^shop_2025-11-20T10-35-00\.sql\.[a-z0-9]{10}\.partial$/)
    expect(await readdir(store.internal)).toEqual(['journal', 'logs'])
  })

  it('publishes a directory, all of it readable by its owner only', async () => {
    const store = await temporaryStore()
    const reserved = await reserveBackup(store, { ...wanted, format: 'directory' })
    await mkdir(reserved.partialPath, 0o755)
    await writeFile(join(reserved.partialPath, 'toc.dat'), content, { mode: 0o644 })
    const files = [{ name: 'toc.dat', bytes: content.length, sha256: 'b'.repeat(64) }]
    const { path } = await publishBackup(store, reserved, { ...fields, format: 'directory', sha256: null, files })
    expect([await modeOf(path), await modeOf(join(path, 'toc.dat'))]).toEqual(['700', '600'])
    expect(await readEntry(path)).toMatchObject({ kind: 'backup' })
  })

  it('counts up when the name of that second is taken, also by a foreign file or by a lonely manifest', async () => {
    const store = await temporaryStore()
    await publishSample(store)
    await writeFile(join(store.directory, 'shop_2025-11-20T10-35-00-1.sql'), 'foreign')
    await writeFile(join(store.directory, 'shop_2025-11-20T10-35-00-2.sql.json'), '{}')
    const { path, manifest } = await publishSample(store)
    expect([basename(path), manifest.file]).toEqual(Array(2).fill('shop_2025-11-20T10-35-00-3.sql'))
  })

  it('counts up when the name is taken while the dump is being made, and overwrites nothing', async () => {
    const store = await temporaryStore()
    const reserved = await reserveBackup(store, wanted)
    await writeFile(reserved.partialPath, content)
    await writeFile(reserved.finalPath, 'came in between')
    const { path, manifest } = await publishBackup(store, reserved, fields)
    expect(basename(path)).toBe('shop_2025-11-20T10-35-00-1.sql')
    expect(await readManifest(`${path}.json`)).toEqual(manifest)
    expect(await readFile(reserved.finalPath, 'utf8')).toBe('came in between')
  })

  it('does not publish through a link that somebody put in the place of the dump', async () => {
    const store = await temporaryStore()
    const reserved = await reserveBackup(store, wanted)
    await symlink('/etc/passwd', reserved.partialPath)
    await expect(publishBackup(store, reserved, fields)).rejects.toMatchObject({
      code: 'backup-write-failed',
      exitCode: 5,
    })
    expect((await readdir(store.directory)).filter((name) => name.startsWith('shop'))).toEqual([])
  })

  it('discards what was written, file or directory, and minds no second time', async () => {
    const store = await temporaryStore()
    const reserved = await reserveBackup(store, wanted)
    await mkdir(reserved.partialPath)
    await writeFile(join(reserved.partialPath, 'toc.dat'), '')
    await discardPartial(reserved)
    await discardPartial(reserved)
    expect(await readdir(store.internal)).toEqual(['journal', 'logs'])
  })
})

describe('outside the store (--file)', () => {
  it('writes the manifest beside the file and leaves nothing else there', async () => {
    const store = await temporaryStore()
    const directory = await temporaryDirectory()
    const file = join(directory, 'my backup.sql')
    const reserved = await reserveBackup(store, { ...wanted, file })
    await writeFile(reserved.partialPath, content)
    const { path, manifest } = await publishBackup(store, reserved, fields)
    expect([path, manifest.file]).toEqual([file, 'my backup.sql'])
    expect(await readdir(directory)).toEqual(['my backup.sql', 'my backup.sql.json'])
    expect(await readEntry(file)).toEqual({ kind: 'backup', path: file, manifest, stamp: expect.any(Array) })
  })

  it.each(['', '.json'])('never overwrites a file that exists (%j), before or after the dump', async (ending) => {
    const store = await temporaryStore()
    const file = join(await temporaryDirectory(), 'mine.sql')
    const reserved = await reserveBackup(store, { ...wanted, file })
    await writeFile(reserved.partialPath, content)
    await writeFile(`${file}${ending}`, 'precious')
    await expect(publishBackup(store, reserved, fields)).rejects.toMatchObject({ code: 'refused', exitCode: 4 })
    await expect(reserveBackup(store, { ...wanted, file })).rejects.toMatchObject({ code: 'refused' })
    expect(await readFile(`${file}${ending}`, 'utf8')).toBe('precious')
    await discardPartial(reserved)
    expect(await readdir(dirname(file))).toEqual([`mine.sql${ending}`])
  })

  it('refuses the store itself, a missing directory and a name that garbles a terminal', async () => {
    const store = await temporaryStore()
    const refusals = [
      [join(store.directory, 'x.sql'), 'usage'],
      [join(store.directory, '..', 'a\u001b.sql'), 'usage'],
      [join(store.directory, '..', 'nowhere', 'x.sql'), 'store-unwritable'],
    ] as const
    for (const [file, code] of refusals)
      await expect(reserveBackup(store, { ...wanted, file })).rejects.toMatchObject({ code })
  })
})
