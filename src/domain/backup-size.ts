import type { BackupFormat, Compression } from './manifest.ts'

/** Bytes on disk that a backup will need. */
export interface BackupSizeEstimate {
  /** Plan with this. */
  readonly likely: number
  /** With less free than this the backup cannot fit: worth refusing before it starts. */
  readonly atLeast: number
}

/**
 * From the database's size on the server (bytes, indexes included). Rules of thumb, not measurements of this database:
 * text leaves out indexes but writes values longer; compression takes off two thirds or more.
 */
export function estimateBackupSize(
  databaseBytes: number,
  shape: { readonly format: BackupFormat; readonly compression: Compression },
): BackupSizeEstimate {
  const compressed = shape.format !== 'plain' || shape.compression !== 'none'
  const [likely, atLeast] = compressed ? [0.35, 0.01] : [1, 0.05]
  return { likely: Math.ceil(databaseBytes * likely), atLeast: Math.ceil(databaseBytes * atLeast) }
}
