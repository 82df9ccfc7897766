import { readlinkSync, symlinkSync, unlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isPgsafeError } from '../../../src/errors.ts'
import { withStoreLock } from '../../../src/store/lock.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { isRunning } from '../kills/process-tree.ts'

/** What a competitor tells its parent. */
export type CompetitorReport =
  | { readonly kind: 'ready' }
  /** It got the lock. `at`: Date.now(); `refused`: how often somebody else had it since the last time, always named. */
  | { readonly kind: 'held'; readonly at: number; readonly refused: number }
  | { readonly kind: 'broken promise'; readonly what: string }

/** Run as a process of its own: takes the lock of a store again and again, until it is killed. */
const [directory = '', witness = '', pauseMs = ''] = process.argv.slice(2)
const store = openStore(directory)
const namesHolder = /^another run is using these backups: compete, process \d+ on .+, since \d{4}-/
let refused = 0

async function compete(): Promise<never> {
  for (;;) {
    try {
      await withStoreLock({ now: () => new Date() }, store, { purpose: 'compete' }, holdAlone)
    } catch (error) {
      if (!isPgsafeError(error, 'locked') || !namesHolder.test(error.message)) breaks(String(error))
      refused += 1
    }
    await sleep(Math.random() * Number(pauseMs))
  }
}

async function holdAlone(): Promise<void> {
  witnessEntry()
  report({ kind: 'held', at: Date.now(), refused })
  refused = 0
  await sleep(Math.random() * 30)
  if (readlinkSync(witness) !== String(process.pid)) breaks('somebody else came in')
  unlinkSync(witness)
}

/** A symbolic link is made in one step, for one process only, and says for which. A dead one may have left its own. */
function witnessEntry(): void {
  try {
    symlinkSync(String(process.pid), witness)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const other = Number(readlinkSync(witness))
    if (isRunning(other)) breaks(`two at once: ${String(other)} and ${String(process.pid)}`)
    unlinkSync(witness)
    witnessEntry()
  }
}

function breaks(what: string): void {
  report({ kind: 'broken promise', what })
}

function report(message: CompetitorReport): void {
  process.send?.(message)
}

process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
compete().catch((error: unknown) => breaks(String(error)))
report({ kind: 'ready' })
