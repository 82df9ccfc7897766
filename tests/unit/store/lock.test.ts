import { hostname } from 'node:os'
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lockStatus, withStoreLock } from '../../../src/store/lock.ts'
import { currentProcess } from '../../../src/store/process-identity.ts'
import { temporaryStore } from './temporary-store.ts'

const ctx = { now: () => new Date('2025-11-20T10:35:00Z') }
const nothing = () => Promise.resolve()

/** A lock file as another run would have written it. */
async function holder(changes: object = {}): Promise<string> {
  return JSON.stringify({
    ...(await currentProcess()),
    purpose: 'backup',
    since: '2025-11-20T10:00:00.000Z',
    token: 'sometoken2',
    ...changes,
  })
}

/** A pid that no process has: Linux gives none above 2^22. */
const nobody = 2 ** 22 + 1

it('holds the lock while the action runs, and names who holds it', async () => {
  const store = await temporaryStore()
  const result = await withStoreLock(ctx, store, { purpose: 'backup' }, async () => {
    expect(await lockStatus(store)).toMatchObject({
      liveness: 'alive',
      holder: { pid: process.pid, purpose: 'backup', host: hostname(), since: '2025-11-20T10:35:00.000Z' },
    })
    expect((await stat(store.lockFile)).mode & 0o777).toBe(0o600)
    return 'done'
  })
  expect(result).toBe('done')
  expect(await lockStatus(store)).toBeUndefined()
  expect(await readdir(store.internal)).toEqual(['journal', 'logs'])
})

it('refuses a second run and says which process, where, since when and for what', async () => {
  const store = await temporaryStore()
  await withStoreLock(ctx, store, { purpose: 'restore' }, async () => {
    await expect(withStoreLock(ctx, store, { purpose: 'backup' }, nothing)).rejects.toMatchObject({
      code: 'locked',
      exitCode: 8,
      message: `another run is using these backups: restore, process ${String(process.pid)} on ${hostname()}, since 2025-11-20T10:35:00.000Z`,
      hint: `wait for it to finish, or end process ${String(process.pid)}`,
    })
  })
})

it('lets go when the action fails', async () => {
  const store = await temporaryStore()
  const failing = withStoreLock(ctx, store, { purpose: 'backup' }, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await lockStatus(store)).toBeUndefined()
})

it('can be let go early, and does not release what somebody else took since', async () => {
  const store = await temporaryStore()
  await withStoreLock(ctx, store, { purpose: 'guard' }, async (lock) => {
    await lock.release()
    await lock.release()
    await writeFile(store.lockFile, await holder())
  })
  expect(await lockStatus(store)).toMatchObject({ holder: { token: 'sometoken2' } })
})

it.each([
  ['a process that is gone', () => ({ pid: nobody })],
  ['a process whose pid another one has now', (ours: string) => ({ startTime: `${ours}0` })],
  ['a process from before the last boot', () => ({ startTime: 'another-boot/pid:[1]/1' })],
])('takes over at once from %s', async (_, dead) => {
  const store = await temporaryStore()
  const { startTime } = await currentProcess()
  await writeFile(store.lockFile, await holder(dead(String(startTime))))
  await withStoreLock(ctx, store, { purpose: 'backup' }, async () => {
    expect(JSON.parse(await readFile(store.lockFile, 'utf8'))).toMatchObject({ pid: process.pid, purpose: 'backup' })
  })
  expect(await readdir(store.internal)).toEqual(['journal', 'logs'])
})

it('takes over when the process that was taking over died as well', async () => {
  const store = await temporaryStore()
  await writeFile(store.lockFile, await holder({ pid: nobody }))
  await writeFile(join(store.internal, 'lock.sometoken2'), await holder({ pid: nobody, token: 'sometoken3' }))
  await withStoreLock(ctx, store, { purpose: 'backup' }, nothing)
  expect(await readdir(store.internal)).toEqual(['journal', 'logs'])
})

it('never takes the lock of another host or another container', async () => {
  const store = await temporaryStore()
  const [boot] = String((await currentProcess()).startTime).split('/')
  for (const elsewhere of [
    { host: 'other.example', pid: nobody },
    { startTime: `${String(boot)}/pid:[1]/1`, pid: nobody },
  ]) {
    await writeFile(store.lockFile, await holder(elsewhere))
    await expect(withStoreLock(ctx, store, { purpose: 'backup' }, nothing)).rejects.toMatchObject({
      code: 'locked',
      hint: expect.stringContaining(`delete ${store.lockFile}`),
    })
    expect(await lockStatus(store)).toMatchObject({ liveness: 'elsewhere' })
  }
})

it.each([
  ['empty', ''],
  ['not JSON', '{'],
  ['without a holder', '{}'],
  [
    'with a token that would lead elsewhere',
    JSON.stringify({ pid: 1, startTime: null, host: 'h', purpose: 'p', since: 's', token: '../x' }),
  ],
  [
    'with a pid that means a group of processes',
    JSON.stringify({ pid: -1, startTime: null, host: 'h', purpose: 'p', since: 's', token: 'abc' }),
  ],
])('refuses, with a remedy, when the lock file is %s', async (_, text) => {
  const store = await temporaryStore()
  await writeFile(store.lockFile, text)
  await expect(withStoreLock(ctx, store, { purpose: 'backup' }, nothing)).rejects.toMatchObject({
    code: 'locked',
    hint: expect.stringContaining('delete that file'),
  })
  expect(await readFile(store.lockFile, 'utf8')).toBe(text)
})

it('refuses a lock file that is a symbolic link and leaves what it points to alone', async () => {
  const store = await temporaryStore()
  const elsewhere = join(store.directory, 'elsewhere')
  await writeFile(elsewhere, await holder({ pid: nobody }))
  await symlink(elsewhere, store.lockFile)
  await expect(withStoreLock(ctx, store, { purpose: 'backup' }, nothing)).rejects.toMatchObject({ code: 'locked' })
  expect(JSON.parse(await readFile(elsewhere, 'utf8'))).toMatchObject({ pid: nobody })
})
