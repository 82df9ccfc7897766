import type { ProgressReading } from './progress-reading.ts'

/** How far the verification of an archive is: its bytes are hashed first, then it is decoded. */
export interface ArchiveVerification {
  readonly hashedBytes: number
  /** Of the file, or of all files of a directory; undefined: not known. */
  readonly totalBytes: number | undefined
  readonly decodedBytes: number
  readonly rows: number
  /** In the whole archive; undefined: nobody knows. */
  readonly expectedRows: number | undefined
  readonly current: string | undefined
}

/** Of the time: hashing goes at the pace of the disk, decoding at that of pg_restore. */
const shareOfHash = 0.1

export function weighVerification(state: ArchiveVerification): ProgressReading {
  const { hashedBytes, totalBytes = 0, decodedBytes, rows, expectedRows = 0, current } = state
  const decoding = decodedBytes > 0
  const hashed = decoding ? 1 : totalBytes > 0 ? hashedBytes / totalBytes : 0
  const decoded = expectedRows > 0 ? Math.min(1, rows / expectedRows) : 0
  const known = decoding ? expectedRows > 0 : totalBytes > 0
  return {
    fraction: known ? shareOfHash * hashed + (1 - shareOfHash) * decoded : undefined,
    done: hashedBytes + decodedBytes,
    unit: 'bytes',
    current,
  }
}
