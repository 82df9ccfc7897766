import { link, lstat, rename, unlink } from 'node:fs/promises'
import { errnoOf, ifPresent } from './file-errors.ts'

/** File systems without hard links (exFAT, some network and container mounts) answer with one of these. */
const noHardLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

/**
 * Renames a file or directory within one file system. False when the new name is taken, and then nothing has changed.
 * A file cannot overwrite even what another program creates at that instant (a hard link never does); a directory, and a
 * file where there are no hard links, is checked first, which is enough under the store's lock. After an error too nothing
 * has changed.
 */
export async function moveWithoutOverwriting(from: string, to: string): Promise<boolean> {
  const source = await lstat(from)
  if (source.isDirectory()) return await moveIfFree(from, to)
  const linked = await linkIfFree(from, to)
  if (linked === 'unsupported') return await moveIfFree(from, to)
  if (linked === 'taken') return false
  try {
    await unlink(from)
  } catch (error) {
    await unlink(to)
    throw error
  }
  return true
}

/** Gives a file a second name unless that is taken. Atomic, also against programs that know nothing of our lock. */
export async function linkIfFree(from: string, to: string): Promise<'linked' | 'taken' | 'unsupported'> {
  try {
    await link(from, to)
    return 'linked'
  } catch (error) {
    const errno = errnoOf(error) ?? ''
    if (errno === 'EEXIST') return 'taken'
    if (noHardLinks.includes(errno)) return 'unsupported'
    throw error
  }
}

async function moveIfFree(from: string, to: string): Promise<boolean> {
  if ((await ifPresent(() => lstat(to))) !== undefined) return false
  await rename(from, to)
  return true
}
