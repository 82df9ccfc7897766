import { totalRows, type ListedManifest, type Manifest } from './manifest.ts'

/** A backup in `--json` documents (docs/json-output.md). */
export interface BackupSummary extends Pick<
  Manifest,
  'id' | 'file' | 'createdAt' | 'bytes' | 'reason' | 'label' | 'pinned' | 'verification' | 'warnings'
> {
  /** Absolute. */
  readonly path: string
  readonly database: string
  readonly rows: number
  readonly tables: number
  /** The name beside it of the server's roles that were kept with it; null when none were. */
  readonly roles: string | null
}

/** The part of a manifest that `--json` promises. */
export function summarizeBackup(path: string, manifest: ListedManifest): BackupSummary {
  const { id, file, createdAt, bytes, reason, label, pinned, verification, warnings } = manifest
  return {
    id,
    file,
    path,
    database: manifest.database.name,
    createdAt,
    bytes,
    rows: totalRows(manifest.tables),
    tables: manifest.tables.length,
    reason,
    label,
    pinned,
    verification,
    warnings,
    roles: manifest.roles ?? null,
  }
}
