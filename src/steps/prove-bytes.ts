import type { BackupFormat, Manifest } from '../domain/manifest.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import { assertSameBytes } from '../dump/assert-same-bytes.ts'
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
    await assertSameBytes(backup, { signal: ctx.signal, onBytes: (bytes) => (hashed = bytes) })
  } catch (error) {
    if (!isPgsafeError(error, 'verification-failed')) throw error
    throw new PgsafeError(error.code, error.message, { hint: backup.remedy, cause: error })
  }
}
