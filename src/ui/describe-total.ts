import { formatCount, groupDigits } from '../domain/format-count.ts'
import type { DamageTotal } from '../domain/total-damage.ts'
import { style } from './style.ts'

/** "Lost: 28,833 of 29,033 rows, in 14 of 15 tables." and what is not known; nothing of a database that held no row. */
export function describeTotal({ lost, tablesUnknown, someChanged, ...of }: DamageTotal): string[] {
  const unknown =
    tablesUnknown === 0 ? [] : [style.caution(`  Unknown: ${formatCount(tablesUnknown, 'table')} could not be read.`)]
  if (lost > 0) {
    const word = someChanged ? 'Lost or changed' : 'Lost'
    const rows = `${groupDigits(lost)} of ${formatCount(of.rowsBefore, 'row')}`
    const tables = `in ${String(of.tablesHit)} of ${formatCount(of.tablesBefore, 'table')}`
    return [style.bad(`  ${word}: ${rows}, ${tables}.`), ...unknown]
  }
  if (unknown.length > 0 || of.rowsBefore === 0) return unknown
  return [style.good(`  No row was lost: all ${formatCount(of.rowsBefore, 'row')} are there as they were.`)]
}
