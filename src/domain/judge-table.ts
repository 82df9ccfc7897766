import type { TableChange } from './table-change.ts'
import type { TableMark, TableState } from './write-marks.ts'

/** A table counted again. */
export interface CountedSince {
  readonly rows: number
  /** Those among them that a transaction after the first reading wrote. */
  readonly fresh: number
}

export interface Later {
  /** The same table now. */
  readonly survivor: TableMark | undefined
  /** Another one under its name. */
  readonly heir: TableMark | undefined
  readonly counts: ReadonlyMap<number, CountedSince | null>
  /** Whether the counters of the statistics are complete. */
  readonly certain: boolean
}

/** What became of one table. Empty when it is as it was. */
export function judgeTable(before: TableState, later: Later): TableChange[] {
  const { survivor, heir } = later
  if (survivor !== undefined) return judgeSurvivor(before, survivor, later)
  return [heir === undefined ? dropped(before) : recreated(before, later.counts.get(heir.oid) ?? null)]
}

function judgeSurvivor(before: TableState, now: TableMark, { counts, certain }: Later): TableChange[] {
  const renamedTo =
    now.schema === before.schema && now.name === before.name ? null : { schema: now.schema, name: now.name }
  const counted = counts.get(now.oid)
  if (counted === null) return [{ ...unknown(before), renamedTo }]
  const { rows: after, fresh } = counted ?? { rows: before.rows, fresh: 0 }
  // A transaction that was under way at the first reading may have brought rows in that nobody counted.
  const lost = Math.max(0, before.rows - (after - fresh))
  if (lost === 0 && fresh === 0 && after === before.rows && renamedTo === null) return []
  const manner = mannerOf({ lost, added: fresh, counters: certain ? countersBetween(before, now) : undefined })
  const kind = lost === 0 && fresh === 0 && after === before.rows ? 'renamed' : kindOf(before.rows, after)
  return [{ ...base(before), kind, after, lost, added: fresh, manner, renamedTo }]
}

function dropped(before: TableState): TableChange {
  return { ...base(before), kind: 'dropped', after: null, lost: before.rows, added: 0, manner: gone(before) }
}

/** Every row of the table that had this name is gone, however many there are now. */
function recreated(before: TableState, counted: CountedSince | null): TableChange {
  const after = counted?.rows ?? null
  const kind = after === null ? 'unknown' : kindOf(before.rows, after)
  return { ...base(before), kind, after, lost: before.rows, added: after, manner: gone(before), recreated: true }
}

function unknown(before: TableState): TableChange {
  return { ...base(before), kind: 'unknown', after: null, lost: null, added: null, manner: null }
}

function base({ schema, name, rows, root }: TableState) {
  return { schema, name, before: rows, root, recreated: false, renamedTo: null }
}

function gone({ rows }: TableState): 'deleted' | null {
  return rows > 0 ? 'deleted' : null
}

function kindOf(before: number, after: number): 'emptied' | 'shrunk' | 'grown' | 'changed' {
  if (after === before) return 'changed'
  if (after === 0) return 'emptied'
  return after < before ? 'shrunk' : 'grown'
}

interface Counters {
  readonly updated: number
  readonly deleted: number
}

/** undefined: other storage, whose rows went without being counted. */
function countersBetween(before: TableMark, after: TableMark): Counters | undefined {
  if (before.storage !== after.storage) return undefined
  return { updated: after.updated - before.updated, deleted: after.deleted - before.deleted }
}

interface Losses {
  readonly lost: number
  readonly added: number
  readonly counters: Counters | undefined
}

/** A rolled-back statement counts too, so counters only say what did not happen at all. */
function mannerOf({ lost, added, counters }: Losses): TableChange['manner'] {
  if (lost === 0) return null
  if (added === 0 || counters?.updated === 0) return 'deleted'
  return counters?.deleted === 0 && lost <= added ? 'changed' : 'deleted or changed'
}
