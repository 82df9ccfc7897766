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
export function estimateBackupSize(databaseBytes: number, shape: Shape): BackupSizeEstimate {
  const { likely, atLeast } = shares(shape)
  return { likely: Math.ceil(databaseBytes * likely), atLeast: Math.ceil(databaseBytes * atLeast) }
}

/** The other way round: bytes on the server that a backup will likely take once it is restored. */
export function estimateDatabaseSize(backupBytes: number, shape: Shape): number {
  return Math.ceil(backupBytes / shares(shape).likely)
}

interface Shape {
  readonly format: BackupFormat
  readonly compression: Compression
}

/** Of the database's size. */
function shares({ format, compression }: Shape): BackupSizeEstimate {
  const compressed = format !== 'plain' || compression !== 'none'
  return compressed ? { likely: 0.35, atLeast: 0.01 } : { likely: 1, atLeast: 0.05 }
}
