import { PgsafeError } from '../errors.ts'
import { assertSameRows } from './assert-same-rows.ts'
import type { DumpSummary } from './dump-summary.ts'

/** The dump's own end was seen, and it held what was promised of it: a manifest says so, or a scan before. Throws `verification-failed`. */
export function assertWhole(summary: DumpSummary, promised: Pick<DumpSummary, 'tables' | 'countable'>): void {
  if (!summary.complete) {
    throw new PgsafeError('verification-failed', `the dump ended early: ${summary.incompleteBecause ?? 'no trailer'}`)
  }
  if (promised.countable) assertSameRows(promised.tables, summary.tables)
}
