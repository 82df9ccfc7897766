import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PgsafeError } from '../errors.ts'

export interface HashedFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** Every file of a directory-format dump, sorted by name. Anything but plain files in it throws `verification-failed`. */
export async function hashDirectory(path: string): Promise<HashedFile[]> {
  const names = await plainFiles(path)
  const hashed: HashedFile[] = []
  for (const name of names) hashed.push(await hashFile(join(path, name), name))
  return hashed
}

/** Makes a finished directory dump private (0700, files 0600) and durable: each file, then the directory itself. */
export async function syncDirectoryTree(path: string): Promise<void> {
  for (const name of await plainFiles(path)) await sync(join(path, name), 0o600)
  await sync(path, 0o700)
}

async function plainFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true })
  const odd = entries.find((entry) => !entry.isFile())
  if (odd !== undefined) {
    throw new PgsafeError('verification-failed', `${path} holds "${odd.name}", which is not a plain file`, {
      hint: 'a directory backup holds the files of pg_dump and nothing else',
    })
  }
  return entries.map(({ name }) => name).sort()
}

async function hashFile(path: string, name: string): Promise<HashedFile> {
  const hash = createHash('sha256')
  const source = createReadStream(path, { highWaterMark: 1024 * 1024 })
  await pipeline(source, hash)
  return { name, bytes: source.bytesRead, sha256: hash.digest('hex') }
}

async function sync(path: string, mode: number): Promise<void> {
  await chmod(path, mode)
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
