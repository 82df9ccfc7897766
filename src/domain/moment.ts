import type { TableName } from './row-counts.ts'

/**
 * Where a server's transactions stood when a backup was made. Whatever a later transaction wrote is not in the backup, and every
 * row of an earlier one that is still there is (fact 12).
 */
export interface Moment {
  /** pg_snapshot_xmax of then. */
  readonly xmax: string
  /** What tells a table from another of its name. */
  readonly tables: readonly (TableName & { readonly oid: number })[]
}

/** PostgreSQL tells which of two transactions is the later one as long as they are not farther apart than this. */
const farthest = 2n ** 31n - 1n

/** Whether rows can still be told apart by a moment, now that the transactions have come as far as `xmax`. */
export function stillTells(then: Moment, xmax: string): boolean {
  const passed = BigInt(xmax) - BigInt(then.xmax)
  return passed >= 0n && passed < farthest
}
