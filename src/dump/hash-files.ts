import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { mapConcurrently } from '../domain/map-concurrently.ts'
import { PgsafeError } from '../errors.ts'
import { readDump } from './read-dump.ts'
import { readFailure } from './read-failure.ts'
import { explainWriteFailure } from './write-failure.ts'

/** A dump of ten thousand tables has as many files, which mostly wait for the disk. Node's thread pool has four threads. */
const filesAtOnce = 8

export interface HashedFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

interface HashOptions {
  readonly signal?: AbortSignal | undefined
  /** Called with the bytes read so far, of all files. */
  readonly onBytes?: ((bytes: number) => void) | undefined
}

/**
 * Name, size and SHA-256 of every file of a directory dump, sorted by name. Throws PgsafeError `verification-failed`
 * when one cannot be read, or when anything but regular files lies there: a link may lead anywhere.
 */
export async function hashDirectory(path: string, { signal, onBytes }: HashOptions = {}): Promise<HashedFile[]> {
  let total = 0
  const hash = async (name: string): Promise<HashedFile> => {
    let seen = 0
    const { bytes, sha256 } = await readDump({
      path: join(path, name),
      compression: 'none',
      signal,
      onBytes: (read) => {
        total += read - seen
        seen = read
        onBytes?.(total)
      },
    })
    return { name, bytes, sha256 }
  }
  return mapConcurrently(await listDumpFiles(path), filesAtOnce, hash)
}

/**
 * Makes a directory dump durable and private: each file 0600 and synced, then the directory 0700 and synced.
 * Throws PgsafeError `verification-failed` for anything but regular files, `backup-write-failed` when the disk fails.
 */
export async function syncDirectoryTree(path: string): Promise<void> {
  const sync = (name: string) => syncPrivately(join(path, name), 0o600)
  await mapConcurrently(await listDumpFiles(path), filesAtOnce, sync)
  // Windows cannot open a directory, and has no modes.
  if (process.platform !== 'win32') await syncPrivately(path, 0o700)
}

async function syncPrivately(path: string, mode: number): Promise<void> {
  try {
    const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r')
    try {
      await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw explainWriteFailure(error, path)
  }
}

async function listDumpFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(error, path)
  })
  const stranger = entries.find((entry) => !entry.isFile())
  if (stranger !== undefined) {
    throw new PgsafeError('verification-failed', `${join(path, stranger.name)} is not a regular file`, {
      hint: 'A directory dump holds plain files only: do not trust this one.',
    })
  }
  return entries.map((entry) => entry.name).sort()
}
