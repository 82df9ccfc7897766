import { parseBackupName } from './backup-name.ts'
import type { ListedManifest, Manifest } from './manifest.ts'

/** A manifest's file at one moment: where it lies, and what every change of it changes. As numbers: text takes longer to make. */
export type ManifestStamp = readonly [inode: number, bytes: number, modifiedMs: number, changedMs: number]

/** A backup of ours: its manifest is whole and its file is there with the right size. Its bytes were not read. */
export interface CataloguedBackup<Described extends ListedManifest = Manifest> {
  readonly kind: 'backup'
  /** The file or directory. Absolute. */
  readonly path: string
  readonly manifest: Described
  /** Tells the manifest's file, as it was before it was read, from every later state of it. */
  readonly stamp?: ManifestStamp
}

/** A file without our manifest: listed as unverified, never chosen by `--latest`, never removed by retention. */
export interface ForeignBackup {
  readonly kind: 'foreign'
  readonly path: string
  readonly name: string
  readonly bytes: number
  readonly modifiedAt: Date
  /** From the file's name, when it is one that we would give. */
  readonly database: string | undefined
}

/** A backup that cannot be used: its manifest is unreadable or edited, or its file is missing or of another size. */
export interface BrokenBackup {
  readonly kind: 'broken'
  /** From its manifest, when that is whole. */
  readonly id?: string
  /** Where the backup's file lies or should lie. */
  readonly path: string
  readonly name: string
  readonly modifiedAt: Date
  /** One sentence without a full stop. */
  readonly problem: string
}

export type CatalogueEntry<Described extends ListedManifest = Manifest> =
  CataloguedBackup<Described> | ForeignBackup | BrokenBackup

/** An entry as far as a list shows it. */
export type ListedEntry = CatalogueEntry<ListedManifest>

/** The entry's name in the store. */
export function entryName(entry: ListedEntry): string {
  return entry.kind === 'backup' ? entry.manifest.file : entry.name
}

/** For sorting and showing only: from the manifest, else from the name, else the file's own time, which copying changes. */
export function entryTime(entry: ListedEntry): Date {
  if (entry.kind === 'backup') return new Date(entry.manifest.createdAt)
  return parseBackupName(entry.name)?.createdAt ?? entry.modifiedAt
}

/** By compareNewestFirst, which by itself would read every time twenty times. */
export function sortNewestFirst<Entry extends ListedEntry>(entries: readonly Entry[]): Entry[] {
  const timed = entries.map((entry) => ({ entry, time: entryTime(entry).getTime() }))
  return timed.sort((a, b) => b.time - a.time || compareNewestFirst(a.entry, b.entry)).map(({ entry }) => entry)
}

/** Newest first; within one instant by name, so that the order never changes by itself. */
export function compareNewestFirst(a: ListedEntry, b: ListedEntry): number {
  const later = entryTime(b).getTime() - entryTime(a).getTime()
  if (later !== 0) return later
  return entryName(a) < entryName(b) ? 1 : -1
}
