import { totalRows, type TableRows } from './manifest.ts'
import type { TableChange } from './table-change.ts'

/** The damage in one line. */
export interface DamageTotal {
  readonly rowsBefore: number
  readonly tablesBefore: number
  /** Rows of before that are not there any more as they were; at least so many when `tablesUnknown` is not 0. */
  readonly lost: number
  /** Tables that lost rows. */
  readonly tablesHit: number
  /** Tables that could not be read afterwards. */
  readonly tablesUnknown: number
  /** Some of the lost rows may still be there, with other values. */
  readonly someChanged: boolean
}

/** Sums up what `changes` did to the tables that were there before. */
export function totalDamage(before: readonly TableRows[], changes: readonly TableChange[]): DamageTotal {
  const hit = changes.filter(({ lost }) => lost !== null && lost > 0)
  return {
    rowsBefore: totalRows(before),
    tablesBefore: before.length,
    lost: hit.reduce((sum, { lost }) => sum + (lost ?? 0), 0),
    tablesHit: hit.length,
    tablesUnknown: changes.filter(({ kind, before: rows }) => kind === 'unknown' && rows !== null).length,
    someChanged: hit.some(({ manner }) => manner !== 'deleted'),
  }
}
