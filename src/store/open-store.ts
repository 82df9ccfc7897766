import { constants } from 'node:fs'
import { access, lstat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PgsafeError } from '../errors.ts'
import { createPrivateFile } from './atomic-file.ts'
import { errnoOf, ifPresent, withFileErrors } from './file-errors.ts'

/** Where everything of a store lies (docs/backup-format.md). Absolute paths; nothing says that they exist. */
export interface Store {
  readonly directory: string
  /** `.pgsafe`: what is not a backup. */
  readonly internal: string
  readonly lockFile: string
  readonly journalDirectory: string
  readonly logDirectory: string
  readonly undoFile: string
}

/** The paths of the store in `directory` (absolute). Touches nothing. */
export function openStore(directory: string): Store {
  const internal = join(directory, '.pgsafe')
  return {
    directory,
    internal,
    lockFile: join(internal, 'lock'),
    journalDirectory: join(internal, 'journal'),
    logDirectory: join(internal, 'logs'),
    undoFile: join(internal, 'undo.json'),
  }
}

/**
 * Creates what is missing of a store, readable by its owner only, and keeps it out of git. Throws `store-unwritable` for
 * one that is a symbolic link, belongs to another user or cannot be written. Root may use the stores of others (sudo in
 * somebody's project); a store of root's is used by whoever was given the right to.
 */
export async function prepareStore(store: Store): Promise<void> {
  await withFileErrors('store-unwritable', `use ${store.directory} for backups`, async () => {
    for (const directory of [store.directory, store.internal, store.journalDirectory, store.logDirectory]) {
      await ensureDirectory(directory)
    }
    await access(store.directory, constants.W_OK | constants.X_OK)
    await access(store.internal, constants.W_OK | constants.X_OK)
    await ignoreInGit(store)
  })
}

async function ensureDirectory(path: string): Promise<void> {
  const existing = await ifPresent(() => lstat(path))
  // A recursive mkdir is silent about what appeared meanwhile: what is there afterwards is looked at either way.
  if (existing === undefined) await mkdir(path, { recursive: true, mode: 0o700 })
  const stats = existing ?? (await lstat(path))
  if (stats.isSymbolicLink()) {
    throw new PgsafeError('store-unwritable', `${path} is a symbolic link`, {
      hint: 'name the directory that it leads to with --dir; backups are not written through links',
    })
  }
  if (!stats.isDirectory()) {
    throw new PgsafeError('store-unwritable', `${path} is not a directory`, {
      hint: 'move it away, or choose another directory with --dir',
    })
  }
  if (isForeign(stats.uid)) {
    throw new PgsafeError('store-unwritable', `${path} belongs to another user (uid ${String(stats.uid)})`, {
      hint: 'choose a directory of your own with --dir',
    })
  }
}

/** Windows has no uids. */
function isForeign(owner: number): boolean {
  const us = process.geteuid?.()
  return us !== undefined && us !== 0 && owner !== us && owner !== 0
}

/** Dumps are personal data. A .gitignore that somebody wrote stays as it is. */
async function ignoreInGit(store: Store): Promise<void> {
  try {
    await createPrivateFile(join(store.directory, '.gitignore'), '*\n')
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}
