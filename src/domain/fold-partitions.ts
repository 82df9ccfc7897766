import { groupBy } from './group-by.ts'
import { byLoss, type TableChange } from './table-change.ts'
import { tableKey } from './table-key.ts'

/** One line of a report: a table, or all changed partitions of one partitioned table. */
export interface FoldedChange extends TableChange {
  /** How many changed partitions it stands for; 0 for an ordinary table. */
  readonly partitions: number
}

/** Puts the changed partitions of a table into one line under the table's own name, largest loss first. */
export function foldPartitions(changes: readonly TableChange[]): FoldedChange[] {
  const alone = changes.filter(({ root }) => root === null).map((change) => ({ ...change, partitions: 0 }))
  const under = changes.filter((change): change is Partition => change.root !== null)
  const groups = [...groupBy(under, ({ root }) => tableKey(root)).values()]
  return [...alone, ...groups.flatMap(fold)].sort(byLoss)
}

type Partition = TableChange & { readonly root: NonNullable<TableChange['root']> }

function fold(partitions: readonly Partition[]): FoldedChange[] {
  const [first] = partitions
  if (first === undefined) return []
  const kinds = new Set(partitions.map(({ kind }) => kind))
  const manners = new Set(partitions.flatMap(({ manner }) => manner ?? []))
  const [manner = null] = manners
  const [kind = first.kind] = kinds
  const unknown = kinds.has('unknown')
  const total = (field: Figure) => (unknown && field !== 'before' ? null : sum(partitions, field))
  return [
    {
      ...first.root,
      kind: unknown ? 'unknown' : kinds.size === 1 ? kind : 'changed',
      before: total('before'),
      after: total('after'),
      lost: total('lost'),
      added: total('added'),
      manner: manners.size > 1 ? 'deleted or changed' : manner,
      recreated: partitions.every(({ recreated }) => recreated),
      renamedTo: null,
      root: null,
      partitions: partitions.length,
    },
  ]
}

type Figure = 'before' | 'after' | 'lost' | 'added'

/** null when none of them has it. */
function sum(partitions: readonly TableChange[], field: Figure): number | null {
  const known = partitions.flatMap((partition) => partition[field] ?? [])
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}
