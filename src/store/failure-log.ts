import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from './atomic-file.ts'
import { withFileErrors } from './file-errors.ts'
import type { Store } from './open-store.ts'

const logsKept = 20

export interface FailureLog {
  readonly runId: string
  readonly at: Date
  /** Already redacted: they are written as they are. */
  readonly lines: readonly string[]
}

/**
 * Writes what a failed run has to tell (0600) and returns the file's path; the newest 20 are kept. Throws
 * `store-unwritable`, which must not hide the failure itself.
 */
export async function writeFailureLog(store: Store, log: FailureLog): Promise<string> {
  const time = log.at.toISOString().slice(0, 19).replaceAll(':', '-')
  const path = join(store.logDirectory, `${time}-${log.runId}.log`)
  await withFileErrors('store-unwritable', `write ${path}`, async () => {
    await mkdir(store.logDirectory, { recursive: true, mode: 0o700 })
    await replaceFile(path, `${log.lines.join('\n')}\n`)
    await removeOldLogs(store)
  })
  return path
}

/** Their names begin with their time. */
async function removeOldLogs(store: Store): Promise<void> {
  const logs = (await readdir(store.logDirectory)).filter((name) => name.endsWith('.log')).sort()
  for (const name of logs.slice(0, -logsKept)) await rm(join(store.logDirectory, name), { force: true })
}
