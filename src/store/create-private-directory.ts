import { lstat, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errnoOf, ifPresent } from './file-errors.ts'

/**
 * Creates a directory, and those above it that are missing, readable by its owner only. One that is there stays as it is.
 * Level by level: Node's recursive mkdir never returns where the system refuses with ENOENT, as /proc does.
 */
export async function createPrivateDirectory(path: string): Promise<void> {
  const parent = dirname(path)
  if ((await ifPresent(() => lstat(parent))) === undefined) await createPrivateDirectory(parent)
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}
