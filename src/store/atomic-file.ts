import { constants } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { errnoOf } from './file-errors.ts'
import { partialPath } from './internal-names.ts'

/**
 * Creates a file that only its owner can read (0600, whatever the umask) and returns when its bytes are on the disk.
 * Never overwrites and never follows a link: EEXIST. A half-written file is removed.
 */
export async function createPrivateFile(path: string, text: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  // Windows has no O_NOFOLLOW: undefined counts as 0 here, and O_EXCL alone refuses what exists.
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  try {
    await fillAndClose(file, text)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Network file systems tell only at the end that something was not written. */
async function fillAndClose(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Replaces a file's content: readers, and a crash at any instant, see the old text or the new one. `temporary` is where the new one
 * is written (same file system; default: beside it).
 */
export async function replaceFile(
  path: string,
  text: string,
  { temporary = partialPath(dirname(path), basename(path)) }: { readonly temporary?: string } = {},
): Promise<void> {
  await createPrivateFile(temporary, text)
  try {
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

/** What Windows and some network file systems answer when asked to sync a directory. */
const cannotSync = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP']

/** Makes the names in a directory survive a power cut, where the system can do that. */
export async function syncDirectory(path: string): Promise<void> {
  try {
    await syncPath(path)
  } catch (error) {
    // Where directories cannot be synced there is nothing more to be done; a failing disk (EIO) is another matter.
    if (!cannotSync.includes(errnoOf(error) ?? '')) throw error
  }
}

/** Waits until what was written to this file is on the disk. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
