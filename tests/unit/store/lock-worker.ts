import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isPgsafeError } from '../../../src/errors.ts'
import { withStoreLock } from '../../../src/store/lock.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { Store } from '../../../src/store/open-store.ts'

/** Run as a process of its own (bundled by lock.test.ts): takes the lock as it is told and reports what happened. */
const store = openStore(process.argv[2] ?? '')
const ctx = { now: () => new Date() }

/** Holds the lock until told to stop. */
async function hold(): Promise<void> {
  await withStoreLock(ctx, store, { purpose: 'hold' }, async () => {
    report('holding')
    await new Promise((resolve) => process.once('message', resolve))
  })
}

/** Takes the lock again and again; inside, nobody else may leave a trace. Never ends by itself. */
async function compete(store: Store): Promise<void> {
  const trace = join(store.directory, 'inside')
  for (;;) {
    await tryOnce(async (token) => {
      await writeFile(trace, token)
      await sleep(Math.random() * 3)
      if ((await readFile(trace, 'utf8')) !== token) report('two at once')
      report('held')
    })
    await sleep(Math.random() * 2)
  }
}

async function tryOnce(action: (token: string) => Promise<void>): Promise<void> {
  try {
    await withStoreLock(ctx, store, { purpose: 'compete' }, (lock) => action(lock.holder.token))
  } catch (error) {
    if (!isPgsafeError(error, 'locked')) throw error
  }
}

function report(message: string): void {
  process.send?.(message)
}

process.once('message', (command) => {
  const work = command === 'hold' ? hold() : compete(store)
  work.then(
    () => process.disconnect(),
    (error: unknown) => {
      report(isPgsafeError(error) ? error.code : String(error))
      process.disconnect()
    },
  )
})
report('ready')
