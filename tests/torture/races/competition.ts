import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { lockStatus } from '../../../src/store/lock.ts'
import type { Store } from '../../../src/store/open-store.ts'
import type { CompetitorReport } from './lock-competitor.ts'

export interface Holding {
  /** Date.now() in the process that got the lock. */
  readonly at: number
}

/** Processes that compete for the lock of one store. */
export interface Competition {
  readonly holdings: readonly Holding[]
  /** How often one was refused, with the holder named. */
  readonly refusals: () => number
  /** What must not happen. */
  readonly broken: readonly string[]
  /** Ends one that certainly holds the lock, by SIGKILL, and starts another one. Returns when it was: Date.now(). */
  readonly killHolder: () => Promise<number>
  readonly stop: () => Promise<void>
}

export async function startCompetition(directory: string, store: Store, processes: number): Promise<Competition> {
  const script = await bundle(directory)
  const competitors = new Map<number, ChildProcess>()
  const [holdings, broken, total]: [Holding[], string[], { refused: number }] = [[], [], { refused: 0 }]
  const start = async () => {
    // The more there are, the less often each one asks: the machine is to be busy, not overwhelmed.
    const child = fork(script, [store.directory, join(directory, 'witness'), String(processes * 10)])
    if (child.pid !== undefined) competitors.set(child.pid, child)
    const ready = once(child, 'message')
    child.on('message', (message) => {
      const report = message as CompetitorReport
      if (report.kind === 'broken promise') broken.push(report.what)
      if (report.kind !== 'held') return
      holdings.push({ at: report.at })
      total.refused += report.refused
    })
    await ready
  }
  await Promise.all(Array.from({ length: processes }, start))
  return {
    holdings,
    broken,
    refusals: () => total.refused,
    killHolder: async () => {
      const { pid, at } = await killOneThatHolds(store, competitors)
      competitors.delete(pid)
      await start()
      return at
    },
    stop: async () => {
      await Promise.all([...competitors.values()].map(end))
    },
  }
}

async function bundle(directory: string): Promise<string> {
  const outfile = join(directory, 'lock-competitor.mjs')
  const entryPoints = [join(import.meta.dirname, 'lock-competitor.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' })
  return outfile
}

/** Held still for a look: it might let go between the look and the kill. */
async function killOneThatHolds(
  store: Store,
  competitors: ReadonlyMap<number, ChildProcess>,
): Promise<{ pid: number; at: number }> {
  for (;;) {
    const pid = await holderOf(store)
    const child = pid === undefined ? undefined : competitors.get(pid)
    if (pid !== undefined && child?.kill('SIGSTOP') === true) {
      if ((await holderOf(store)) === pid) {
        const at = Date.now()
        await end(child)
        return { pid, at }
      }
      child.kill('SIGCONT')
    }
    await sleep(2)
  }
}

async function holderOf(store: Store): Promise<number | undefined> {
  return (await lockStatus(store))?.holder.pid
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
