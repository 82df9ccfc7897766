import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { cleanLeftovers } from '../../../src/store/clean-leftovers.ts'
import { lockPartialPath } from '../../../src/store/lock-partial.ts'
import { currentProcess, nameOfProcess } from '../../../src/store/process-identity.ts'
import { temporaryStore } from './temporary-store.ts'

/** What a run leaves that was killed while it wrote down who it is, so long ago. */
async function begun(directory: string, name: string, secondsAgo: number): Promise<void> {
  const time = new Date(Date.now() - secondsAgo * 1000)
  await writeFile(join(directory, name), '')
  await utimes(join(directory, name), time, time)
}

it('a lock that a killed run had only begun to write goes after a minute, one that is being written stays', async () => {
  const store = await temporaryStore()
  await begun(store.internal, 'lock.aaaaaaaaaa.partial', 61)
  await begun(store.internal, 'lock.bbbbbbbbbb.partial', 5)
  await begun(store.internal, 'lock.cccccccccc', 61)
  await cleanLeftovers(store)
  // Where there are no hard links the lock itself is written in its place: who holds it nobody can say then.
  expect(await readdir(store.internal)).toEqual(['journal', 'lock.bbbbbbbbbb.partial', 'lock.cccccccccc', 'logs'])
})

it('goes at once when its name is that of a process which has ended, not of one that runs or of another machine', async () => {
  const store = await temporaryStore()
  const running = nameOfProcess(await currentProcess()) ?? ''
  const [boot = '', namespace = '', pid = '', ticks = ''] = running.split('-')
  const named = (who: string) => `lock.aaaaaaaaaa.${who}.partial`
  const ended = [boot, namespace, pid, Number(ticks) - 1].join('-')
  const gone = [boot, namespace, await endedPid(), ticks].join('-')
  const elsewhere = ['00000000', namespace, pid, ticks].join('-')
  for (const who of [running, ended, gone, elsewhere]) await begun(store.internal, named(who), 1)
  await cleanLeftovers(store)
  const left = (await readdir(store.internal)).filter((name) => name.startsWith('lock'))
  expect(left).toEqual([named(running), named(elsewhere)].sort())
})

it('is named after the process that writes it', async () => {
  const store = await temporaryStore()
  const holder = { ...(await currentProcess()), purpose: 'backup', since: '', token: 'aaaaaaaaaa' }
  expect(basename(lockPartialPath(store, holder))).toContain(`.${nameOfProcess(holder) ?? '?'}.partial`)
  expect(basename(lockPartialPath(store, { ...holder, startTime: null }))).toMatch(/^lock\.[0-9a-z]{10}\.partial$/)
})

async function endedPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'close')
  return child.pid ?? 0
}
