import { constants } from 'node:fs'
import { access, lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { assertStoreDirectory } from './assert-store-usable.ts'
import { createPrivateFile } from './atomic-file.ts'
import { createPrivateDirectory } from './create-private-directory.ts'
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
  /** What a list shows, without opening every manifest. */
  readonly indexFile: string
  /** Made by the first request of an agent. */
  readonly approvalDirectory: string
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
    indexFile: join(internal, 'catalogue-index'),
    approvalDirectory: join(internal, 'approvals'),
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
  // What appeared meanwhile is looked at either way.
  if (existing === undefined) await createPrivateDirectory(path)
  assertStoreDirectory(path, existing ?? (await lstat(path)))
}

/** Dumps are personal data. A .gitignore that somebody wrote stays as it is. */
async function ignoreInGit(store: Store): Promise<void> {
  try {
    await createPrivateFile(join(store.directory, '.gitignore'), '*\n')
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}
