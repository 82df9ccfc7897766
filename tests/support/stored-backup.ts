import { constants, copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { formatBackupName } from '../../src/domain/backup-name.ts'
import type { Manifest } from '../../src/domain/manifest.ts'
import { formatManifest } from '../../src/store/manifest-file.ts'
import { sealManifest } from '../../src/store/seal-manifest.ts'
import { newId } from '../../src/store/new-id.ts'

/** The manifest beside a backup, as it lies on disk. */
export function manifestOf(path: string): Manifest {
  return JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Manifest
}

/** Rewrites and seals a backup's manifest as an earlier run of pgsafe would have written it. */
export function changeManifest(path: string, changes: Partial<Manifest>): void {
  const { manifestSha256: _, ...fields } = { ...manifestOf(path), ...changes }
  writeFileSync(`${path}.json`, formatManifest(sealManifest(fields)))
}

/** Makes a backup look `days` old: by its manifest, which is the only clock that counts. */
export function ageBackup(path: string, days: number): void {
  changeManifest(path, { createdAt: new Date(Date.now() - days * 86_400_000).toISOString() })
}

/** Another backup of the same bytes, `days` old, under the name that it would have had. */
export function copyBackup(
  { path }: { readonly path: string },
  days: number,
): { id: string; file: string; path: string } {
  const { database, format, compression } = manifestOf(path)
  const createdAt = new Date(Date.now() - days * 86_400_000)
  const file = formatBackupName({ database: database.name, createdAt, format, compression, counter: 1 })
  const copy = { id: newId(), file, path: join(dirname(path), file) }
  copyFileSync(path, copy.path, constants.COPYFILE_EXCL)
  copyFileSync(`${path}.json`, `${copy.path}.json`, constants.COPYFILE_EXCL)
  changeManifest(copy.path, { id: copy.id, file, createdAt: createdAt.toISOString() })
  return copy
}

/** Permission bits: "600". */
export function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8)
}

/** Everything below a folder, relative and sorted; directories end with a slash. */
export function treeOf(directory: string, below = ''): string[] {
  return readdirSync(join(directory, below), { withFileTypes: true })
    .flatMap((entry) => {
      const name = join(below, entry.name)
      return entry.isDirectory() ? [`${name}/`, ...treeOf(directory, name)] : [name]
    })
    .sort()
}

/** Unfinished files of a store: there must be none after any run. */
export function partialsIn(directory: string): string[] {
  return treeOf(directory).filter((name) => /\.(partial|trash)/.test(name))
}
