import { PgsafeError } from '../errors.ts'

/** What stood in the way, and what to do about it, by the system's error code. */
const failures: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Free space there, or choose another directory with --dir.'],
  EDQUOT: ['the disk quota is used up', 'Free space there, or choose another directory with --dir.'],
  EFBIG: ['the file would be larger than allowed', 'Raise the limit (ulimit -f), or use --compress.'],
  EIO: ['the disk reported an error', 'Check the disk, and choose another directory with --dir.'],
  EACCES: ['permission denied', 'Make the directory writable for you, or choose another with --dir.'],
  EPERM: ['permission denied', 'Make the directory writable for you, or choose another with --dir.'],
  EROFS: ['the file system is read-only', 'Choose another directory with --dir.'],
  EEXIST: ['it exists already', 'Choose another name: pgsafe never overwrites a file.'],
  ENOENT: ['the directory does not exist', 'Create it, or choose another with --dir.'],
  ENOTDIR: ['its directory is a file', 'Choose another directory with --dir.'],
  ELOOP: ['it is a symbolic link', 'Remove the link, or choose another name.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one.'],
}

/** A failed file operation as PgsafeError `backup-write-failed`; any other error unchanged. */
export function explainWriteFailure(error: unknown, path: string): unknown {
  const code = systemCode(error)
  // Only file operations have a path or a system call; a source's own failure is not about our file.
  const failure = code === undefined ? undefined : failures[code]
  if (failure === undefined) return error
  const [what, hint] = failure
  return new PgsafeError('backup-write-failed', `cannot write ${path}: ${what}`, { hint, cause: error })
}

/** The system's error code (ENOENT, …) of a failed file operation; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
