import type { FoldedChange } from '../domain/fold-partitions.ts'
import { formatCount, groupDigits } from '../domain/format-count.ts'
import { printable } from './printable.ts'
import { style } from './style.ts'

/** A line of the damage report in columns: name, rows before, arrow, rows after, what was lost. */
export function describeChange(change: FoldedChange): string[] {
  const { schema, name, partitions, before } = change
  const of = partitions === 0 ? '' : ` (${formatCount(partitions, 'partition')})`
  return [printable(`${schema}.${name}`) + of, rows(before), '→', rowsAfter(change), remarks(change)]
}

function rowsAfter({ kind, after }: FoldedChange): string {
  if (kind === 'dropped') return style.bad('dropped')
  return kind === 'unknown' || after === null ? style.caution('unknown') : rows(after)
}

function rows(count: number | null): string {
  return count === null ? 'none' : formatCount(count, 'row')
}

function remarks(change: FoldedChange): string {
  const { recreated, renamedTo, kind } = change
  const losses = recreated ? ['recreated: all lost'] : describeLoss(change)
  const remarks = [
    ...(kind === 'dropped' ? [] : losses),
    ...(renamedTo === null ? [] : [`now ${printable(`${renamedTo.schema}.${renamedTo.name}`)}`]),
    ...(kind === 'unknown' && !recreated ? ['could not be read'] : []),
  ]
  return remarks.join('; ')
}

/** In the words that are certain: a changed row cannot always be told from one deleted and another inserted. */
function describeLoss({ lost, added, manner }: FoldedChange): string[] {
  if (lost === null || lost === 0 || manner === null) return []
  const gone = groupDigits(lost)
  if (manner === 'deleted or changed') return [`${gone} lost or changed`]
  const fresh = (added ?? 0) - (manner === 'changed' ? lost : 0)
  const word = manner === 'changed' ? 'changed' : 'lost'
  return [`${gone} ${word}${fresh > 0 ? `, ${groupDigits(fresh)} new` : ''}`]
}
