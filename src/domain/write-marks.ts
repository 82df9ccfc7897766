import type { TableName } from './row-counts.ts'

/** What the server tells of writes (fact 12), read without holding anything. */
export interface WriteMarks {
  /** pg_snapshot_xmax(pg_current_snapshot()): does not move while nothing is written anywhere on the server. */
  readonly xmax: string
  /** Transactions below `xmax` that had not ended: what they wrote was not there yet. */
  readonly running: readonly string[]
  readonly databaseOid: number
  /** A digest over oid, relfilenode and xmin of the user's relations and schemas. */
  readonly catalogDigest: string
  /** Row versions written in this database since its statistics began, its catalogs' included, but not ANALYZE's own. */
  readonly rowsWritten: number
  /** When its statistics began: differs after a reset or a crash. */
  readonly statisticsSince: string
  /** Statistics are kept, and visible as soon as a session has ended (PostgreSQL 15 and later). */
  readonly promptStatistics: boolean
  /** Sessions of others in this database, which may not have told theirs yet. */
  readonly otherSessions: number
}

/** An ordinary table or leaf partition: what tells cheaply whether it was written to. Counters since statistics began. */
export interface TableMark extends TableName {
  readonly oid: number
  /** relfilenode: another one after TRUNCATE, VACUUM FULL, CLUSTER and rewriting ALTER TABLEs. */
  readonly storage: number
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  /** The partitioned table at the root above it. */
  readonly root: TableName | null
  /** False when a right is missing, or row security would hide rows. */
  readonly readable: boolean
}

/** A table with its exact rows. */
export interface TableState extends TableMark {
  readonly rows: number
}

/** A database at one moment. */
export interface DatabaseState {
  readonly marks: WriteMarks
  readonly tables: readonly TableState[]
}

/** Whether counters that did not move between the two readings prove that nothing was written. */
export function statisticsProve(before: WriteMarks, after: WriteMarks): boolean {
  const kept = before.promptStatistics && after.promptStatistics && before.statisticsSince === after.statisticsSince
  return kept && after.otherSessions === 0 && before.databaseOid === after.databaseOid
}
