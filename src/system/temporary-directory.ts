import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readProcess } from './read-process.ts'

/**
 * Every private directory of ours starts so. The process id and its start, as far as the system tells it, are in the name: a
 * clean-up then knows whether the owner still lives.
 */
export const temporaryDirectoryPrefix = 'pgsafe-'

/** Makes `pgsafe-<pid>-<start>-<random>` in `parent`, which only we can read (0700); returns its path. */
export async function makeTemporaryDirectory(parent = tmpdir()): Promise<string> {
  const { startTicks } = await readProcess(process.pid)
  const owner = [process.pid, ...(startTicks === null ? [] : [startTicks])].join('-')
  return mkdtemp(join(parent, `${temporaryDirectoryPrefix}${owner}-`))
}

/** Gives `action` such a directory, and removes it however `action` ends. */
export async function withTemporaryDirectory<T>(action: (path: string) => Promise<T>): Promise<T> {
  const path = await makeTemporaryDirectory()
  try {
    return await action(path)
  } finally {
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }
}
