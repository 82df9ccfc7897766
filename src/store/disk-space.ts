import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ifPresent, withFileErrors } from './file-errors.ts'

/**
 * Bytes that we may still write at `path` (absolute), which need not exist yet: then of the directory it will be created
 * in. Quotas are not counted. Throws `store-unwritable` when the system does not tell.
 */
export async function freeBytes(path: string): Promise<number> {
  const found = await withFileErrors('store-unwritable', `see how much space ${path} has`, () =>
    ifPresent(() => statfs(path)),
  )
  if (found !== undefined) return found.bavail * found.bsize
  return await freeBytes(dirname(path))
}
