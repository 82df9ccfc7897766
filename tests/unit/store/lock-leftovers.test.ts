import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cleanLeftovers } from '../../../src/store/clean-leftovers.ts'
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
