import { lstat, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processExists, readProcess } from './read-process.ts'
import { temporaryDirectoryPrefix } from './temporary-directory.ts'

const ours = new RegExp(`^${temporaryDirectoryPrefix}(\\d+)-(?:(\\d+)-)?\\w{6}$`)

/**
 * Removes what withTemporaryDirectory could not because its process was killed: a passfile may lie in it. Only directories of
 * this user whose process is gone; returns their paths.
 */
export async function removeAbandonedDirectories(parent = tmpdir()): Promise<string[]> {
  const removed: string[] = []
  for (const name of await readdir(parent)) {
    const [, pid, startTicks] = ours.exec(name) ?? []
    const path = join(parent, name)
    if (pid === undefined || (await isAlive(Number(pid), startTicks)) || !(await isOwnDirectory(path))) continue
    await rm(path, { recursive: true, force: true })
    removed.push(path)
  }
  return removed
}

/** A pid alone is given to another process sooner or later: in an hour of many short ones. */
async function isAlive(pid: number, startTicks: string | undefined): Promise<boolean> {
  if (!processExists(pid)) return false
  const now = await readProcess(pid)
  return startTicks === undefined || now.startTicks === null || now.startTicks === startTicks
}

/** A link could lead anywhere, and names in a shared directory are anyone's to choose. */
async function isOwnDirectory(path: string): Promise<boolean> {
  try {
    const found = await lstat(path)
    // Windows knows no uid; its directory for temporary files is the user's own.
    return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())
  } catch (error) {
    // Another run of ours has removed it in the meantime.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
