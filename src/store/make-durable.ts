import { constants } from 'node:fs'
import { chmod, lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from './atomic-file.ts'

/**
 * Makes a finished dump (file, or directory of files) readable by its owner only, whatever mode pg_dump gave it, and
 * returns when all of it is on the disk.
 */
export async function makeDurable(path: string): Promise<void> {
  const stats = await lstat(path)
  if (!stats.isDirectory()) return await makeFileDurable(path)
  await chmod(path, 0o700)
  for (const name of await readdir(path)) await makeDurable(join(path, name))
  await syncDirectory(path)
}

async function makeFileDurable(path: string): Promise<void> {
  // Windows syncs only what is open for writing.
  const file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW)
  try {
    await file.chmod(0o600)
    await file.sync()
  } finally {
    await file.close()
  }
}
