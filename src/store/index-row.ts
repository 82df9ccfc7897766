import type { ManifestStamp } from '../domain/catalogue-entry.ts'
import type { ListedManifest } from '../domain/manifest.ts'

/** What a list shows of a manifest, and which state of its file that was. */
export interface IndexedManifest {
  readonly stamp: ManifestStamp
  readonly manifest: ListedManifest
}

/**
 * As it lies in the index: by position, since names would be most of it, and a list of a thousand backups reads them all. Without
 * what makes manifests large: names of tables, properties, checksums.
 */
export type IndexRow = readonly [
  file: ListedManifest['file'],
  stamp: ManifestStamp,
  id: ListedManifest['id'],
  bytes: ListedManifest['bytes'],
  createdAt: ListedManifest['createdAt'],
  reason: ListedManifest['reason'],
  command: ListedManifest['command'],
  label: ListedManifest['label'],
  pinned: ListedManifest['pinned'],
  verification: ListedManifest['verification'],
  warnings: ListedManifest['warnings'],
  roles: string | null,
  database: string,
  rows: readonly number[],
  files: readonly (readonly [name: string, bytes: number])[] | null,
]

export function toIndexRow({ stamp, manifest }: IndexedManifest): IndexRow {
  return [
    manifest.file,
    stamp,
    manifest.id,
    manifest.bytes,
    manifest.createdAt,
    manifest.reason,
    manifest.command,
    manifest.label,
    manifest.pinned,
    manifest.verification,
    manifest.warnings,
    manifest.roles ?? null,
    manifest.database.name,
    manifest.tables.map(({ rows }) => rows),
    manifest.files?.map(({ name, bytes }) => [name, bytes] as const) ?? null,
  ]
}

/** By number: taking a row apart as a whole would cost a list of a thousand more than names do. */
export function fromIndexRow(row: IndexRow): IndexedManifest {
  return {
    stamp: row[1],
    manifest: {
      file: row[0],
      id: row[2],
      bytes: row[3],
      createdAt: row[4],
      reason: row[5],
      command: row[6],
      label: row[7],
      pinned: row[8],
      verification: row[9],
      warnings: row[10],
      roles: row[11],
      database: { name: row[12] },
      tables: row[13].map((rows) => ({ rows })),
      files: row[14]?.map((file) => ({ name: file[0], bytes: file[1] })) ?? null,
    },
  }
}
