import { PgsafeError } from '../errors.ts'
import { systemCode } from './write-failure.ts'

/** A file that cannot be read as PgsafeError `verification-failed`; any other error unchanged. */
export function readFailure(error: unknown, path: string): unknown {
  const code = systemCode(error)
  if (code === undefined) return error
  if (code === 'ENOENT') return new PgsafeError('verification-failed', `the file is missing: ${path}`, { cause: error })
  const what = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code
  return new PgsafeError('verification-failed', `cannot read ${path}: ${what}`, {
    hint: 'Check its permissions and the disk it lies on.',
    cause: error,
  })
}
