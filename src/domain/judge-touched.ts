import type { TableChange } from './table-change.ts'
import { statisticsProve, type WriteMarks } from './write-marks.ts'

export type Touched = 'dropped' | 'recreated' | 'schema' | 'data' | 'maybe' | 'no'

/**
 * Whether the database was touched between two readings. "no" is certain: no transaction wrote anywhere on the server, or
 * none wrote in this database. "maybe": something was written, but neither to a table nor to what the catalog says of one.
 */
export function judgeTouched(
  before: WriteMarks,
  after: WriteMarks | undefined,
  changes: readonly TableChange[],
): Touched {
  if (after === undefined) return 'dropped'
  if (after.databaseOid !== before.databaseOid) return 'recreated'
  if (after.catalogDigest !== before.catalogDigest) return 'schema'
  if (changes.some(({ kind }) => kind !== 'unknown')) return 'data'
  if (after.xmax === before.xmax && before.running.length === 0) return 'no'
  return statisticsProve(before, after) && after.rowsWritten === before.rowsWritten ? 'no' : 'maybe'
}
