import { lstat, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isPgsafeError } from '../errors.ts'
import { syncDirectory } from './atomic-file.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import { removedBackup, trashPaths, waitingFor } from './internal-names.ts'
import { readLockHolder } from './lock-holder.ts'
import { isAbandonedPartial } from './lock-partial.ts'
import { manifestPath, readManifest } from './manifest-file.ts'
import { moveWithoutOverwriting } from './move-without-overwriting.ts'
import type { Store } from './open-store.ts'
import { livenessOf } from './process-identity.ts'
import { findDifference } from './read-entry.ts'
import { finishRemoval } from './remove-backup.ts'

export interface CleanedLeftovers {
  /** Backups (names) whose publication a crash had interrupted in its last step: they are listed now. */
  readonly completed: readonly string[]
  /** Backups (names) whose removal a crash had interrupted: they are gone now. */
  readonly removed: readonly string[]
  /** Temporary files and directories that were deleted. */
  readonly deleted: readonly string[]
}

/** Clears away what killed runs left in the store. Needs the store's lock: nobody else's work may be in progress. */
export async function cleanLeftovers(store: Store): Promise<CleanedLeftovers> {
  return await withFileErrors('store-unwritable', `clean up in ${store.directory}`, async () => {
    const names = (await readdir(store.internal)).sort()
    const completed = await selectAsync(names, (name) => completePublication(store, name))
    const removed = await selectAsync(names, (name) => completeRemoval(store, name))
    return {
      completed: completed.map((name) => waitingFor(name) ?? name),
      removed: removed.map((name) => removedBackup(name) ?? name),
      deleted: await deleteTemporaries(store),
    }
  })
}

/** The file has its name, its manifest still waits: the manifest was on disk before, so one move completes the backup. */
async function completePublication(store: Store, internalName: string): Promise<boolean> {
  const name = waitingFor(internalName)
  if (name === undefined) return false
  const path = join(store.directory, name)
  const waiting = join(store.internal, internalName)
  if (!(await describes(waiting, path))) return false
  const completed = await moveWithoutOverwriting(waiting, manifestPath(path))
  await syncDirectory(store.directory)
  return completed
}

async function describes(waiting: string, path: string): Promise<boolean> {
  const stats = await ifPresent(() => lstat(path))
  if (stats === undefined) return false
  try {
    const manifest = await readManifest(waiting, basename(path))
    return findDifference(path, { stats, manifest }) === undefined
  } catch (error) {
    // Half written, so the file of that name cannot be the backup it was meant for.
    if (isPgsafeError(error, 'verification-failed')) return false
    throw error
  }
}

/** Not when a backup of that name has a manifest again: then only the marker is old. */
async function completeRemoval(store: Store, internalName: string): Promise<boolean> {
  const name = removedBackup(internalName)
  if (name === undefined) return false
  if ((await ifPresent(() => lstat(manifestPath(join(store.directory, name))))) === undefined) {
    await finishRemoval(store, name)
    return true
  }
  await rm(trashPaths(store, name).manifest)
  return false
}

async function deleteTemporaries(store: Store): Promise<string[]> {
  const doomed = await findLeftovers(store)
  for (const path of doomed) await rm(path, { recursive: true, force: true })
  return doomed
}

/**
 * Paths with names that only we give: in `.pgsafe` every `.partial` and `.trash`, in the store itself unfinished manifests.
 * Changes nothing; while another run works, its files are among them.
 */
export async function findLeftovers(store: Store): Promise<string[]> {
  const inside = await listPaths(store.internal)
  const journals = await listPaths(store.journalDirectory)
  const beside = (await listPaths(store.directory)).filter((path) => waitingFor(basename(path)) !== undefined)
  const stale = [...inside, ...journals].filter((path) => /\.(?:partial|trash)$/.test(path))
  return [...stale.filter((path) => !isLock(path)), ...beside, ...(await selectAsync(inside, isDeadLock))]
}

function isLock(path: string): boolean {
  return basename(path).startsWith('lock.')
}

/** A run that asks for the lock at this moment has files of its own there; only those of the dead may go. */
async function isDeadLock(path: string): Promise<boolean> {
  if (!isLock(path)) return false
  try {
    const holder = await readLockHolder(path)
    return holder !== undefined && (await livenessOf(holder)) === 'dead'
  } catch (error) {
    if (isPgsafeError(error, 'locked')) return path.endsWith('.partial') && (await isAbandonedPartial(path))
    throw error
  }
}

async function listPaths(directory: string): Promise<string[]> {
  return ((await ifPresent(() => readdir(directory))) ?? []).sort().map((name) => join(directory, name))
}

async function selectAsync<T>(values: readonly T[], wanted: (value: T) => Promise<boolean>): Promise<T[]> {
  const selected: T[] = []
  for (const value of values) if (await wanted(value)) selected.push(value)
  return selected
}
