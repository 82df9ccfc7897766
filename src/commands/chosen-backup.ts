import { stat } from 'node:fs/promises'
import { basename, isAbsolute, resolve } from 'node:path'
import type { CatalogueEntry } from '../domain/catalogue-entry.ts'
import { findBackup } from '../domain/find-backup.ts'
import type { BackupFormat, Compression, Manifest } from '../domain/manifest.ts'
import { detectDump } from '../dump/detect-dump.ts'
import { PgsafeError } from '../errors.ts'
import { manifestPath, readManifest } from '../store/manifest-file.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'

/** The file a restore or a verification acts on. */
export interface ChosenBackup {
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly format: BackupFormat
  readonly compression: Compression
  readonly sha256: string | null
  readonly files: Manifest['files']
  /** undefined: a foreign file, of which nothing is known. */
  readonly manifest: Manifest | undefined
  /** Where only we write; a file elsewhere may have got its manifest from anybody. */
  readonly inStore: boolean
}

interface Reference {
  readonly entries: readonly CatalogueEntry[]
  readonly reference: string
  readonly store: Store
  /** False for `--id`. */
  readonly mayBePath: boolean
}

/** A backup by its id, its name in the store or its path (REF in DESIGN 2). Throws `no-such-backup`. */
export async function chooseByReference(
  ctx: Pick<Context, 'cwd'>,
  { entries, reference, store, mayBePath }: Reference,
): Promise<ChosenBackup> {
  const found = findBackup(entries, reference)
  if (found !== undefined) return chosenFrom(found)
  const path = mayBePath ? await existingPath(reference, [ctx.cwd, store.directory]) : undefined
  if (path !== undefined) return fromPath(path, findBackup(entries, path))
  throw new PgsafeError('no-such-backup', `there is no backup "${reference}" in ${store.directory}`, {
    hint: 'pgsafe list shows the backups; a file elsewhere is named by its path',
  })
}

/** What to do about a file that cannot be used. */
export const badFileHint = 'nothing was touched; do not rely on this file: pgsafe list shows the others'

/** The file behind an entry of the catalogue. Throws `verification-failed` for one that cannot be used. */
export async function chosenFrom(entry: CatalogueEntry): Promise<ChosenBackup> {
  if (entry.kind === 'backup') return fromManifest(entry.path, { manifest: entry.manifest, inStore: true })
  if (entry.kind === 'foreign') return foreign(entry.path)
  throw new PgsafeError('verification-failed', `${entry.name} is damaged: ${entry.problem}`, { hint: badFileHint })
}

async function existingPath(reference: string, directories: readonly string[]): Promise<string | undefined> {
  const candidates = isAbsolute(reference) ? [reference] : directories.map((directory) => resolve(directory, reference))
  for (const candidate of candidates) if (await exists(candidate)) return candidate
  return undefined
}

const absent = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (absent.includes(code)) return false
    throw new PgsafeError('no-such-backup', `${path} cannot be read (${code})`, { cause: error })
  }
}

/** A path into the store, or outside of it: there, with a manifest beside it (`backup --file`) it is ours, else foreign. */
async function fromPath(path: string, entry: CatalogueEntry | undefined): Promise<ChosenBackup> {
  if (entry?.kind === 'backup') return chosenFrom(entry)
  const beside = manifestPath(path)
  return (await exists(beside))
    ? fromManifest(path, { manifest: await readManifest(beside), inStore: false })
    : foreign(path)
}

function fromManifest(path: string, found: { readonly manifest: Manifest; readonly inStore: boolean }): ChosenBackup {
  const { format, compression, sha256, files } = found.manifest
  return { name: basename(path), path, format, compression, sha256, files, ...found }
}

async function foreign(path: string): Promise<ChosenBackup> {
  const { format, compression, note } = await detectDump(path)
  const name = basename(path)
  if (format === 'plain' || format === 'custom') {
    return { name, path, format, compression, sha256: null, files: null, manifest: undefined, inStore: false }
  }
  const what = format === 'empty' ? 'is empty' : `is not a dump that pgsafe can restore (${note ?? format})`
  throw new PgsafeError('verification-failed', `${name} ${what}`, {
    hint: 'plain SQL (.sql, .sql.gz) and custom-format archives of pg_dump can be restored',
  })
}
