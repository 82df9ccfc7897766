import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pid } from 'node:process'

/** Every private directory of ours starts so; the process id behind it tells a clean-up whether its owner still lives. */
export const temporaryDirectoryPrefix = 'pgsafe-'

/** Gives `action` a directory that only we can read (0700), `pgsafe-<pid>-<random>`, and removes it however `action` ends. */
export async function withTemporaryDirectory<T>(action: (path: string) => Promise<T>): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), `${temporaryDirectoryPrefix}${String(pid)}-`))
  try {
    return await action(path)
  } finally {
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }
}
