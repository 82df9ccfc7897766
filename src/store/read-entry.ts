import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseBackupName } from '../domain/backup-name.ts'
import type { BrokenBackup, CatalogueEntry } from '../domain/catalogue-entry.ts'
import type { ListedManifest } from '../domain/manifest.ts'
import { isPgsafeError } from '../errors.ts'
import { nextTurn } from '../system/next-turn.ts'
import { ifPresent } from './file-errors.ts'
import { manifestPath, readManifest } from './manifest-file.ts'
import { stampOf } from './manifest-stamp.ts'

/**
 * What lies at a path, in the store or elsewhere: a backup, a foreign file, something broken, or nothing of the kind
 * (undefined). The backup's bytes are not read, and no symbolic link is followed: resolve a user's path first.
 */
export async function readEntry(path: string): Promise<CatalogueEntry | undefined> {
  const stats = await ifPresent(() => lstat(path))
  const manifestStats = await ifPresent(() => lstat(manifestPath(path)))
  if (manifestStats === undefined) return stats === undefined ? undefined : await readForeign(path, stats)
  const { mtime: modifiedAt } = stats ?? manifestStats
  const broken = (problem: string, id?: string): BrokenBackup => ({
    kind: 'broken',
    ...(id === undefined ? {} : { id }),
    path,
    name: basename(path),
    modifiedAt,
    problem,
  })
  try {
    const manifest = await readManifest(manifestPath(path))
    // A directory of ten thousand files takes a while to look at, after a manifest that did too.
    await nextTurn()
    const problem = stats === undefined ? 'its file is missing' : findDifference(path, { stats, manifest })
    return problem === undefined
      ? { kind: 'backup', path, manifest, stamp: stampOf(manifestStats) }
      : broken(problem, manifest.id)
  } catch (error) {
    if (isPgsafeError(error, 'verification-failed')) return broken(error.message)
    throw error
  }
}

interface Found {
  readonly stats: Stats
  readonly manifest: Pick<ListedManifest, 'bytes' | 'files'>
}

/** Why the file cannot be what the manifest describes, from names and sizes alone; undefined when it can. */
export function findDifference(path: string, { stats, manifest }: Found): string | undefined {
  if (stats.isSymbolicLink()) return 'it is a symbolic link'
  if (manifest.files !== null) {
    if (!stats.isDirectory()) return 'it should be a directory'
    return sameFiles(directorySizes(path), manifest.files) ? undefined : 'files are missing, added or of another size'
  }
  if (!stats.isFile()) return 'it is not a regular file'
  if (stats.size === manifest.bytes) return undefined
  return `it has ${String(stats.size)} bytes instead of ${String(manifest.bytes)}`
}

async function readForeign(path: string, stats: Stats): Promise<CatalogueEntry | undefined> {
  const sizes = stats.isDirectory() ? directorySizes(path) : undefined
  // Any other directory is somebody's, not a dump in pg_dump's directory format.
  if (stats.isDirectory() ? !sizes?.has('toc.dat') : !stats.isFile()) return undefined
  const name = basename(path)
  const bytes = sizes === undefined ? stats.size : [...sizes.values()].reduce((sum, size) => sum + size, 0)
  const database = parseBackupName(name)?.database
  return { kind: 'foreign', path, name, bytes, modifiedAt: stats.mtime, database }
}

/** Regular files count with their size; what does not belong into a dump counts as −1 and so fits no manifest. */
function directorySizes(path: string): ReadonlyMap<string, number> {
  const sizes = readdirSync(path).map((name) => {
    const stats = lstatSync(join(path, name))
    return [name, stats.isFile() ? stats.size : -1] as const
  })
  return new Map(sizes)
}

function sameFiles(sizes: ReadonlyMap<string, number>, files: NonNullable<ListedManifest['files']>): boolean {
  return sizes.size === files.length && files.every(({ name, bytes }) => sizes.get(name) === bytes)
}
