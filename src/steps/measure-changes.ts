import { compareStates } from '../domain/compare-states.ts'
import { judgeTouched, type Touched } from '../domain/judge-touched.ts'
import type { TableChange } from '../domain/table-change.ts'
import { tablesToCount } from '../domain/tables-to-count.ts'
import { totalDamage, type DamageTotal } from '../domain/total-damage.ts'
import type { DatabaseState } from '../domain/write-marks.ts'
import { countSince } from '../postgres/count-since.ts'
import type { Database } from '../postgres/database.ts'
import { readTableMarks } from '../postgres/read-table-marks.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import type { Context } from '../system/context.ts'

/** What became of a database between two moments. */
export interface Damage {
  readonly touched: Touched
  /** Every table that is not as it was, largest loss first. */
  readonly changes: readonly TableChange[]
  readonly total: DamageTotal
}

export interface Measuring {
  readonly before: DatabaseState
  /** undefined: it is not there any more. */
  readonly database: Database | undefined
  readonly lockTimeoutSeconds: number
}

/** Measures it exactly, reading no more tables than have to be read (facts 12, 15). */
export async function measureChanges(ctx: Context, { before, database, ...options }: Measuring): Promise<Damage> {
  const after = database === undefined ? undefined : await readAfter(ctx, { before, database, ...options })
  const changes = compareStates(before, after)
  const touched = judgeTouched(before.marks, after?.marks, changes)
  return { touched, changes, total: totalDamage(before.tables, changes) }
}

async function readAfter(
  ctx: Context,
  { before, database, lockTimeoutSeconds }: Measuring & { readonly database: Database },
) {
  // In this order: a session that has gone by the first reading has told its counters by the second.
  const marks = await readWriteMarks(ctx, database)
  const tables = await readTableMarks(ctx, database)
  const wanted = tablesToCount(before, { marks, tables })
  const counts = await countSince(ctx, database, wanted, { marks: before.marks, lockTimeoutSeconds })
  return { marks, tables, counts }
}
