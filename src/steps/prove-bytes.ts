import type { BackupFormat, Manifest } from '../domain/manifest.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import { hashDirectory } from '../dump/hash-files.ts'
import { readDump } from '../dump/read-dump.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'

interface Provable {
  readonly path: string
  readonly format: BackupFormat
  readonly sha256: string | null
  readonly files: Manifest['files']
  readonly bytes: number
  readonly watch: Watch
  /** What to do when it turns out bad. */
  readonly remedy: string
}

/**
 * Whether every byte on disk is the one that was verified when the backup was made. Costs a tenth of decoding it, and proves
 * as much: the same bytes decode to the same rows. Throws `verification-failed`.
 */
export async function proveBytes(ctx: Context, backup: Provable): Promise<void> {
  let hashed = 0
  backup.watch('verify', () => ({ fraction: hashed / backup.bytes, done: hashed, unit: 'bytes', current: undefined }))
  try {
    if (await isSame(ctx, backup, (bytes) => (hashed = bytes))) return
  } catch (error) {
    if (!isPgsafeError(error, 'verification-failed')) throw error
    throw bad(error.message, backup, error)
  }
  throw bad('the bytes on disk are not the ones that were written (SHA-256 differs)', backup)
}

async function isSame(
  { signal }: Context,
  { path, format, sha256, files }: Provable,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  if (format === 'directory') {
    const written = files?.map(({ name, bytes, sha256: hash }) => ({ name, bytes, sha256: hash }))
    return JSON.stringify(await hashDirectory(path, { signal, onBytes })) === JSON.stringify(written)
  }
  const read = await readDump({ path, compression: 'none', onBytes, signal })
  return read.sha256 === sha256
}

function bad(message: string, { remedy }: Provable, cause?: unknown): PgsafeError {
  return new PgsafeError('verification-failed', message, { hint: remedy, cause })
}
