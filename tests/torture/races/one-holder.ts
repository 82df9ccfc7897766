import { mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { cleanLeftovers } from '../../../src/store/clean-leftovers.ts'
import { withStoreLock } from '../../../src/store/lock.ts'
import { openStore, prepareStore } from '../../../src/store/open-store.ts'
import { temporaryDirectory } from '../../support/test-context.ts'
import type { Trial } from '../frame/torture.ts'
import { type Competition, startCompetition } from './competition.ts'

/** Each round is a second of the competition, in which one process dies while it holds the lock. */
const roundMs = 1000
const takeoverMs = 1000

/** Never two holders; whoever is refused is told who holds it; a dead holder's lock is taken over at once. */
export async function oneHolderAtATime(trial: Trial): Promise<void> {
  const directory = temporaryDirectory()
  const store = openStore(join(directory, 'store'))
  mkdirSync(store.directory)
  await prepareStore(store)
  const processes = trial.count < 20 ? 4 : 40
  const competition = await startCompetition(directory, store, processes)
  onTestFinished(competition.stop)
  const takeovers: number[] = []
  await trial.rounds(async ({ random, note }) => {
    const started = Date.now()
    await sleep(random.between(0, roundMs / 2))
    const killedAt = await competition.killHolder()
    const took = (await nextHolding(competition, killedAt)) - killedAt
    takeovers.push(took)
    expect(took).toBeLessThan(takeoverMs)
    note('taken over from a killed holder')
    await sleep(Math.max(0, started + roundMs - Date.now()))
    expect(competition.broken).toEqual([])
  })
  await competition.stop()
  expect(competition.broken).toEqual([])
  expect(competition.refusals()).toBeGreaterThan(0)
  takeovers.sort((a, b) => a - b)
  const [median, longest] = [takeovers[takeovers.length >> 1], takeovers.at(-1)].map(String)
  trial.figure(
    `${String(processes)} processes: held ${String(competition.holdings.length)} times, refused ${String(competition.refusals())} times with the holder named`,
  )
  trial.figure(`a dead holder's lock taken over after ${median ?? ''} ms (median), ${longest ?? ''} ms (longest)`)
  // Whatever the killed ones left is in nobody's way, and goes; what they had only begun to write, after a minute.
  for (const name of readdirSync(store.internal)) utimesSync(join(store.internal, name), 1, 1)
  await withStoreLock({ now: () => new Date() }, store, { purpose: 'recover' }, () => cleanLeftovers(store))
  expect(readdirSync(store.internal).filter((name) => name.startsWith('lock'))).toEqual([])
}

async function nextHolding({ holdings }: Competition, after: number): Promise<number> {
  for (;;) {
    const next = holdings.find(({ at }) => at >= after)
    if (next !== undefined) return next.at
    if (Date.now() - after > 30_000) throw new Error('nobody took over within 30 s')
    await sleep(2)
  }
}
