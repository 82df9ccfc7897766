import type { TableState, WriteMarks } from '../../../src/domain/write-marks.ts'

/** A quiet database on a server whose statistics can be trusted. */
export const marks: WriteMarks = {
  xmax: '700',
  running: [],
  databaseOid: 5,
  catalogDigest: 'a',
  rowsWritten: 10,
  statisticsSince: 'then',
  promptStatistics: true,
  otherSessions: 0,
}

/** A table with so many rows, told apart by its oid. */
export function tableOf(oid: number, rows: number, more: Partial<TableState> = {}): TableState {
  const counters = { inserted: rows, updated: 0, deleted: 0 }
  return {
    schema: 'public',
    name: `t${oid}`,
    oid,
    storage: oid,
    ...counters,
    root: null,
    readable: true,
    rows,
    ...more,
  }
}
