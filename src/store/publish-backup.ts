import { lstat, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { formatBackupName, parseBackupName } from '../domain/backup-name.ts'
import type { BackupFormat, Compression, Manifest } from '../domain/manifest.ts'
import { isPlainFileName } from '../domain/plain-file-name.ts'
import { PgsafeError } from '../errors.ts'
import { createPrivateFile, syncDirectory } from './atomic-file.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import { partialPath, waitingManifestPath } from './internal-names.ts'
import { makeDurable } from './make-durable.ts'
import { formatManifest, manifestPath } from './manifest-file.ts'
import { sealManifest } from './seal-manifest.ts'
import type { ManifestFields } from './seal-manifest.ts'
import { moveWithoutOverwriting } from './move-without-overwriting.ts'
import type { Store } from './open-store.ts'

export interface ReservedBackup {
  /** The manifest's `file`, unless the name is taken before the backup is published. */
  readonly name: string
  /** Where to write the dump: nothing is there yet. Create it 0600 with O_EXCL, or as a directory. */
  readonly partialPath: string
  readonly finalPath: string
  /** `--file`: not in the store, and never under another name than the given one. */
  readonly outside: boolean
}

export interface WantedBackup {
  readonly database: string
  readonly createdAt: Date
  readonly format: BackupFormat
  readonly compression: Compression
  /** `--file`: a path outside the store. Absolute. */
  readonly file?: string
}

/** Chooses the name for a new backup; creates nothing. Throws `refused` when `file` exists: it is never overwritten. */
export async function reserveBackup(store: Store, wanted: WantedBackup): Promise<ReservedBackup> {
  if (wanted.file !== undefined) return await reserveOutside(store, wanted.file)
  let name = formatBackupName(wanted)
  while (await isTaken(join(store.directory, name))) name = nextName(name)
  return {
    name,
    partialPath: partialPath(store.internal, name),
    finalPath: join(store.directory, name),
    outside: false,
  }
}

/**
 * Gives a finished and verified dump its name, then its manifest, and returns when both would survive a power cut. Never
 * overwrites anything: in the store a name that was taken meanwhile gets a counter. After an error, or a crash at any
 * instant, the catalogue shows the whole backup or nothing. Throws `backup-write-failed`. Needs the store's lock.
 */
export async function publishBackup(
  store: Store,
  reserved: ReservedBackup,
  manifest: ManifestFields,
): Promise<{ readonly path: string; readonly manifest: Manifest }> {
  return await withFileErrors('backup-write-failed', `publish ${reserved.finalPath}`, async () => {
    await makeDurable(reserved.partialPath)
    for (let { name } = reserved; ; name = nextName(name)) {
      const path = reserved.outside ? reserved.finalPath : join(store.directory, name)
      const sealed = sealManifest({ ...manifest, file: name })
      if (await publishAs(path, reserved.partialPath, sealed)) return { path, manifest: sealed }
      if (reserved.outside) throw alreadyThere(path)
    }
  })
}

/** Removes what was written of a backup that is not to be published. */
export async function discardPartial(reserved: ReservedBackup): Promise<void> {
  await rm(reserved.partialPath, { recursive: true, force: true })
}

/** False when the name is taken. The manifest is complete on disk before the file gets its name: see cleanLeftovers. */
async function publishAs(path: string, partial: string, sealed: Manifest): Promise<boolean> {
  if (await isTaken(path)) return false
  const waiting = waitingManifestPath(partial, path)
  let added = false
  try {
    await createPrivateFile(waiting, formatManifest(sealed))
    await syncDirectory(dirname(waiting))
    added = (await moveWithoutOverwriting(partial, path)) && (await addManifest(path, { waiting, partial }))
  } finally {
    if (!added) await rm(waiting, { force: true })
  }
  return added
}

/**
 * Without its manifest the file would look like a foreign one, and what may not survive a power cut is no backup: then both
 * lose their names again.
 */
async function addManifest(
  path: string,
  from: { readonly waiting: string; readonly partial: string },
): Promise<boolean> {
  let [added, durable] = [false, false]
  try {
    await syncDirectory(dirname(path))
    added = await moveWithoutOverwriting(from.waiting, manifestPath(path))
    await syncDirectory(dirname(path))
    durable = added
  } finally {
    // First the manifest: while it waits, the file is not listed (internal-names.ts).
    if (added && !durable) await rename(manifestPath(path), from.waiting)
    if (!durable) await rename(path, from.partial)
  }
  return added
}

async function reserveOutside(store: Store, file: string): Promise<ReservedBackup> {
  const directory = dirname(file)
  if (resolve(directory) === resolve(store.directory) || !isPlainFileName(basename(file))) {
    throw new PgsafeError('usage', `a backup cannot be written to ${file}`, {
      hint: 'give --file a plain name in another directory, or leave it out',
    })
  }
  const found = await withFileErrors('store-unwritable', `use ${directory}`, () => ifPresent(() => lstat(directory)))
  if (found === undefined) throw missing(directory)
  if (await isTaken(file)) throw alreadyThere(file)
  return { name: basename(file), partialPath: partialPath(directory, basename(file)), finalPath: file, outside: true }
}

function nextName(name: string): string {
  const parsed = parseBackupName(name)
  if (parsed === undefined) throw new Error(`not a backup's name: ${name}`)
  return formatBackupName({ ...parsed, counter: parsed.counter + 1 })
}

async function isTaken(path: string): Promise<boolean> {
  const found = await Promise.all([path, manifestPath(path)].map((name) => ifPresent(() => lstat(name))))
  return found.some((stats) => stats !== undefined)
}

function alreadyThere(path: string): PgsafeError {
  return new PgsafeError('refused', `${path}, or its manifest, exists and is never overwritten`, {
    hint: 'choose another name, or move it away',
  })
}

function missing(directory: string): PgsafeError {
  return new PgsafeError('store-unwritable', `the directory ${directory} does not exist`, {
    hint: 'create it first: a mistyped path would be hard to find again',
  })
}
