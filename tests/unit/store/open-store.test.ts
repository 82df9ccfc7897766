import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterEach, expect, it, vi } from 'vitest'
import { assertStoreUsable } from '../../../src/store/assert-store-usable.ts'
import { openStore, prepareStore } from '../../../src/store/open-store.ts'
import { withFault } from './crash-points.ts'
import { temporaryDirectory } from './temporary-store.ts'

const root = process.geteuid?.() === 0
const somebody = 4242
const run = promisify(execFile)

afterEach(() => vi.restoreAllMocks())

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

it('creates what is missing, readable by its owner only, and keeps it out of git', async () => {
  const before = process.umask(0o022)
  const store = openStore(join(await temporaryDirectory(), 'deep', 'backups'))
  await prepareStore(store)
  process.umask(before)
  for (const directory of [store.directory, store.internal, store.journalDirectory, store.logDirectory]) {
    expect(await modeOf(directory)).toBe('700')
  }
  expect(await readFile(join(store.directory, '.gitignore'), 'utf8')).toBe('*\n')
  expect(await modeOf(join(store.directory, '.gitignore'))).toBe('600')
})

it('changes nothing in a store that is there, nor in somebody’s own .gitignore', async () => {
  const store = openStore(await temporaryDirectory())
  await writeFile(join(store.directory, '.gitignore'), '*.sql\n')
  await writeFile(join(store.directory, 'old.sql'), 'kept')
  await prepareStore(store)
  await prepareStore(store)
  expect(await readFile(join(store.directory, '.gitignore'), 'utf8')).toBe('*.sql\n')
  expect((await readdir(store.directory)).sort()).toEqual(['.gitignore', '.pgsafe', 'old.sql'])
})

it('refuses a store that is a symbolic link, and names the remedy', async () => {
  const directory = await temporaryDirectory()
  await mkdir(join(directory, 'real'))
  await symlink('real', join(directory, 'backups'))
  await expect(prepareStore(openStore(join(directory, 'backups')))).rejects.toMatchObject({
    code: 'store-unwritable',
    exitCode: 3,
    message: expect.stringContaining('is a symbolic link'),
    hint: expect.stringContaining('--dir'),
  })
  expect(await readdir(join(directory, 'real'))).toEqual([])
})

it('refuses a link that leads nowhere, and one in the place of its own folder', async () => {
  const directory = await temporaryDirectory()
  await symlink('nowhere', join(directory, 'dangling'))
  await expect(prepareStore(openStore(join(directory, 'dangling')))).rejects.toThrow('is a symbolic link')
  await mkdir(join(directory, 'backups'))
  await symlink('/tmp', join(directory, 'backups', '.pgsafe'))
  await expect(prepareStore(openStore(join(directory, 'backups')))).rejects.toThrow(/\.pgsafe is a symbolic link/)
})

it('refuses a store of another user, but lets root use it', async () => {
  const store = openStore(await temporaryDirectory())
  if (root) await chown(store.directory, somebody, somebody)
  await prepareStore(store)
  vi.spyOn(process, 'geteuid').mockReturnValue(root ? somebody + 1 : (process.geteuid?.() ?? 0) + 1)
  await expect(prepareStore(store)).rejects.toMatchObject({
    code: 'store-unwritable',
    message: expect.stringContaining('belongs to another user'),
  })
})

it('refuses a file, and a directory below a file', async () => {
  const file = join(await temporaryDirectory(), 'file')
  await writeFile(file, '')
  await expect(prepareStore(openStore(file))).rejects.toMatchObject({ code: 'store-unwritable' })
  await expect(prepareStore(openStore(join(file, 'backups')))).rejects.toMatchObject({
    code: 'store-unwritable',
    message: expect.stringContaining('a file is in the way'),
  })
})

it('refuses a store that may not be written, before anything is begun', async () => {
  const directory = await temporaryDirectory()
  const store = openStore(join(directory, 'backups'))
  await prepareStore(store)
  const paths = [directory, store.directory, store.internal, store.journalDirectory, store.logDirectory]
  // Root may write everywhere: then the store is an ordinary user's, and so is the process.
  const user = root ? { uid: somebody, gid: somebody } : {}
  if (root) for (const path of paths) await chown(path, somebody, somebody)
  const script = join(directory, 'prepare-store.mjs')
  const entry = join(import.meta.dirname, 'prepare-store-worker.ts')
  await build({
    entryPoints: [entry],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
  await chmod(script, 0o644)

  const prepare = async () =>
    (await run(process.execPath, [script, store.directory], { ...user, cwd: directory })).stdout
  expect(await prepare()).toBe('prepared')
  await chmod(store.directory, 0o500)
  expect(await prepare()).toBe(`store-unwritable: cannot use ${store.directory} for backups: permission denied`)
  await chmod(store.directory, 0o700)
})

it.runIf(process.platform === 'linux')('gives up where the system lets nobody create anything', async () => {
  await expect(prepareStore(openStore('/proc/pgsafe/backups'))).rejects.toMatchObject({ code: 'store-unwritable' })
})

it('can be asked beforehand, and then creates nothing', async () => {
  const directory = await temporaryDirectory()
  await assertStoreUsable(openStore(join(directory, 'new', 'backups')))
  expect(await readdir(directory)).toEqual([])
  await writeFile(join(directory, 'file'), '')
  await expect(assertStoreUsable(openStore(join(directory, 'file')))).rejects.toThrow('is not a directory')
  await expect(assertStoreUsable(openStore(join(directory, 'file', 'x')))).rejects.toThrow('a file is in the way')
  await symlink('nowhere', join(directory, 'link'))
  await expect(assertStoreUsable(openStore(join(directory, 'link')))).rejects.toThrow('is a symbolic link')
})

it('says so when the file system is read-only', async () => {
  const store = openStore(join(await temporaryDirectory(), 'backups'))
  const { failed, error } = await withFault({ errno: 'EROFS', at: 1 }, () => prepareStore(store))
  expect(failed).toBe('mkdir')
  expect(error).toMatchObject({ code: 'store-unwritable', message: expect.stringContaining('read-only') })
})
