import { lstat, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { temporaryDirectoryPrefix } from './temporary-directory.ts'

const ours = new RegExp(`^${temporaryDirectoryPrefix}(\\d+)-\\w{6}$`)

/**
 * Removes what withTemporaryDirectory could not because its process was killed: a passfile may lie in it. Only directories of
 * this user whose process is gone; returns their paths.
 */
export async function removeAbandonedDirectories(parent = tmpdir()): Promise<string[]> {
  const removed: string[] = []
  for (const name of await readdir(parent)) {
    const pid = Number(ours.exec(name)?.[1] ?? 0)
    const path = join(parent, name)
    if (pid === 0 || isAlive(pid) || !(await isOwnDirectory(path))) continue
    await rm(path, { recursive: true, force: true })
    removed.push(path)
  }
  return removed
}

/** A process of another user (EPERM) lives too. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code !== 'ESRCH'
    throw error
  }
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
