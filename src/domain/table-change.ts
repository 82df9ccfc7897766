import type { TableName } from './row-counts.ts'

/**
 * What became of one table. `before` and `after` are null where it did not or does not exist, `after`, `lost` and `added`
 * also where it could not be read.
 */
export interface TableChange extends TableName {
  readonly kind: 'dropped' | 'created' | 'emptied' | 'shrunk' | 'grown' | 'changed' | 'renamed' | 'unknown'
  readonly before: number | null
  readonly after: number | null
  /** Rows of before that are not there any more as they were. */
  readonly lost: number | null
  /** Rows now that were not there before as they are. */
  readonly added: number | null
  /** How rows were lost. A changed row is a lost one and an added one: where both happened, nobody can tell them apart. */
  readonly manner: 'deleted' | 'changed' | 'deleted or changed' | null
  /** Dropped and created again under its name: none of its rows is an old one. */
  readonly recreated: boolean
  readonly renamedTo: TableName | null
  /** The partitioned table at the root above it. */
  readonly root: TableName | null
}

/** Largest loss first; what is not known may be all of it. */
export function byLoss(a: TableChange, b: TableChange): number {
  const heavier = weight(b) - weight(a)
  return heavier === 0 ? turnover(b) - turnover(a) : heavier
}

function weight({ lost, before }: TableChange): number {
  return lost ?? before ?? 0
}

function turnover({ added, after, before }: TableChange): number {
  return (added ?? 0) + Math.abs((after ?? 0) - (before ?? 0))
}
