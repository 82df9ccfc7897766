import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { redactText } from '../domain/redact.ts'
import { replaceFile } from './atomic-file.ts'
import { withFileErrors } from './file-errors.ts'
import { newId } from './new-id.ts'
import { prepareStore } from './open-store.ts'
import type { Store } from './open-store.ts'

const logsKept = 20

export interface FailureLog {
  readonly now: Date
  readonly lines: readonly string[]
  /** Taken out of every line, in whatever encoding they stand there. */
  readonly secrets: readonly string[]
  /** The run's id, when it has one. */
  readonly runId?: string
}

/**
 * Writes what a failed run has to tell, redacted and readable by its owner only, and returns the file's path; the newest
 * 20 are kept. Throws `store-unwritable`, which must not hide the failure itself.
 */
export async function writeFailureLog(store: Store, log: FailureLog): Promise<string> {
  await prepareStore(store)
  const time = log.now.toISOString().slice(0, 19).replaceAll(':', '-')
  const path = join(store.logDirectory, `${time}-${log.runId ?? newId()}.log`)
  await withFileErrors('store-unwritable', `write ${path}`, async () => {
    await replaceFile(path, `${redactText(log.lines.join('\n'), log.secrets)}\n`)
    await removeOldLogs(store)
  })
  return path
}

/** Their names begin with their time. */
async function removeOldLogs(store: Store): Promise<void> {
  const logs = (await readdir(store.logDirectory)).filter((name) => name.endsWith('.log')).sort()
  for (const name of logs.slice(0, -logsKept)) await rm(join(store.logDirectory, name), { force: true })
}
