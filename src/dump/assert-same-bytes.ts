import type { BackupFormat, Manifest } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import { hashDirectory } from './hash-files.ts'
import { readDump } from './read-dump.ts'

interface Written {
  readonly path: string
  readonly format: BackupFormat
  /** Of a file; null: nobody knows. */
  readonly sha256: string | null
  /** Of a directory; null: nobody knows. */
  readonly files: Manifest['files']
}

interface Hashing {
  readonly signal: AbortSignal
  /** Called with the bytes read so far, of all files. */
  readonly onBytes: (bytes: number) => void
}

export function bytesDiffer(): PgsafeError {
  return new PgsafeError(
    'verification-failed',
    'the bytes on disk are not the ones that were written (SHA-256 differs)',
  )
}

/** Hashes a file, or all files of a directory, and compares with what was written. Throws `verification-failed`. */
export async function assertSameBytes({ path, format, sha256, files }: Written, hashing: Hashing): Promise<void> {
  if (format === 'directory') {
    const found = await hashDirectory(path, hashing)
    // A later version may say more of a file.
    const written = files?.map(({ name, bytes, sha256: hash }) => ({ name, bytes, sha256: hash }))
    if (written !== undefined && JSON.stringify(found) !== JSON.stringify(written)) throw bytesDiffer()
    return
  }
  if (sha256 === null) return
  const read = await readDump({ path, compression: 'none', ...hashing })
  if (read.sha256 !== sha256) throw bytesDiffer()
}
