import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { cleanLeftovers } from '../../../src/store/clean-leftovers.ts'
import { lockStatus, withStoreLock } from '../../../src/store/lock.ts'
import type { Store } from '../../../src/store/open-store.ts'
import { temporaryStore } from './temporary-store.ts'

let scratch: string
let script: string
const workers = new Set<Worker>()

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pgsafe-lock-'))
  script = join(scratch, 'lock-worker.mjs')
  const entry = join(import.meta.dirname, 'lock-worker.ts')
  await build({
    entryPoints: [entry],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
})

afterEach(async () => {
  for (const worker of workers) await worker.kill()
})

afterAll(async () => await rm(scratch, { recursive: true, force: true }))

/** One process of its own that takes locks, and everything it has reported. */
class Worker {
  readonly reports: string[] = []
  private readonly child: ChildProcess

  constructor(store: Store) {
    this.child = fork(script, [store.directory])
    this.child.on('message', (message) => this.reports.push(JSON.stringify(message).slice(1, -1)))
    workers.add(this)
  }

  send(command: string): void {
    this.child.send(command)
  }

  async until(isEnough: (reports: readonly string[]) => boolean): Promise<void> {
    while (!isEnough(this.reports)) await sleep(5)
  }

  async kill(): Promise<void> {
    workers.delete(this)
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }
}

async function startWorkers(store: Store, count: number): Promise<Worker[]> {
  const started = Array.from({ length: count }, () => new Worker(store))
  await Promise.all(started.map((worker) => worker.until((reports) => reports.includes('ready'))))
  return started
}

async function killHolder(store: Store): Promise<void> {
  const [holder] = await startWorkers(store, 1)
  holder?.send('hold')
  await holder?.until((reports) => reports.includes('holding'))
  await holder?.kill()
  expect(await lockStatus(store)).toMatchObject({ liveness: 'dead', holder: { purpose: 'hold' } })
}

it('lets exactly one of 20 processes take over from a killed one, three times over', { timeout: 120_000 }, async () => {
  for (let round = 0; round < 3; round += 1) {
    const store = await temporaryStore()
    await killHolder(store)
    const takers = await startWorkers(store, 20)
    for (const taker of takers) taker.send('hold')
    await Promise.all(takers.map((taker) => taker.until((reports) => reports.length > 1)))
    const outcomes = takers.map(({ reports }) => reports.at(-1))
    expect(outcomes.filter((outcome) => outcome === 'holding')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'locked')).toHaveLength(19)
    for (const taker of takers) await taker.kill()
  }
})

it('never has two holders while eight processes compete and 20 of them are killed', { timeout: 120_000 }, async () => {
  const store = await temporaryStore()
  const started = await startWorkers(store, 8)
  const all = [...started]
  for (const worker of started) worker.send('compete')
  for (let kills = 0; kills < 20; kills += 1) {
    await sleep(30 + Math.random() * 60)
    await started.shift()?.kill()
    const [next] = await startWorkers(store, 1)
    if (next === undefined) throw new Error('no worker')
    next.send('compete')
    started.push(next)
    all.push(next)
  }
  await Promise.all(started.map((worker) => worker.until((reports) => reports.length > 3)))
  for (const worker of started) await worker.kill()
  const reports = all.flatMap((worker) => worker.reports).filter((report) => report !== 'ready')
  expect(new Set(reports)).toEqual(new Set(['held']))
  expect(reports.length).toBeGreaterThan(50)

  // Whatever the killed ones left is in nobody's way, and goes.
  await withStoreLock({ now: () => new Date() }, store, { purpose: 'recover' }, () => cleanLeftovers(store))
  const left = (await readdir(store.internal)).filter((name) => !/^(journal|logs)$/.test(name))
  expect(left).toEqual([])
})
