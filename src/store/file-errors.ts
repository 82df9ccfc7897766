import { PgsafeError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'

/** The system's own words are terse; these tell a reader what to look at. */
const explanations: Readonly<Record<string, { readonly text: string; readonly hint: string }>> = {
  ENOSPC: { text: 'no space left on the disk', hint: 'free some space, or choose another directory with --dir' },
  EDQUOT: { text: 'the disk quota is used up', hint: 'free some space, or choose another directory with --dir' },
  EFBIG: {
    text: 'the file is larger than the system allows',
    hint: 'raise the limit (ulimit -f) or compress the backup',
  },
  EACCES: { text: 'permission denied', hint: 'make the directory writable for you, or choose another with --dir' },
  EPERM: { text: 'not permitted', hint: 'make the directory writable for you, or choose another with --dir' },
  EROFS: { text: 'the file system is read-only', hint: 'choose another directory with --dir' },
  ENOTDIR: { text: 'a file is in the way of a directory', hint: 'choose another directory with --dir' },
  ENOENT: { text: 'it does not exist', hint: 'check the path' },
  ELOOP: { text: 'it is a symbolic link', hint: 'remove the link; pgsafe writes through none' },
  EIO: { text: 'input/output error', hint: 'check the disk; the system log tells more' },
}

/** ENOENT, ENOSPC …; undefined for everything that is not an error of the file system. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error
    ? error.code
    : undefined
}

/**
 * Runs `action` and turns an error of the file system into a PgsafeError of that code: "cannot <doing>: <why>".
 * Everything else passes unchanged.
 */
export async function withFileErrors<T>(code: ErrorCode, doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    const { text, hint } = explanations[errno] ?? { text: errno, hint: 'check the directory and the disk' }
    throw new PgsafeError(code, `cannot ${doing}: ${text}`, { hint, cause: error })
  }
}

/** `action`'s value, or undefined when the file it needs is not there. */
export async function ifPresent<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action()
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
