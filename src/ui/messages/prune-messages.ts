import { formatAge } from '../../domain/format-age.ts'
import { formatCount } from '../../domain/format-count.ts'
import { formatSize } from '../../domain/format-size.ts'
import type { Manifest } from '../../domain/manifest.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface PruneDecisionView {
  readonly backup: Pick<Manifest, 'file' | 'createdAt' | 'bytes'>
  readonly reasons: readonly string[]
}

export interface PruneView {
  readonly keep: readonly PruneDecisionView[]
  readonly remove: readonly PruneDecisionView[]
  readonly now: Date
  /** Nothing was removed; the question is still to come, or it is a dry run. */
  readonly planned: boolean
}

/** What `pgsafe prune` says. */
export const pruneMessages = {
  pruneReport: ({ keep, remove, now, planned }: PruneView): string =>
    [
      ...section(planned ? 'Would be removed:' : 'Removed:', remove, { now, paint: style.caution }),
      ...section(planned ? 'Would stay:' : 'Kept:', keep, { now, paint: style.good }),
      summary({ keep, remove, now, planned }),
    ].join('\n'),

  proceedWithPrune: (count: number): string => `Remove ${formatCount(count, 'backup')}? (y/n)`,
  nothingToPrune: 'Nothing to remove.',
  /** After a backup, where the whole report would be too much. */
  prunedAfterBackup: (count: number): string =>
    `🧹 Removed ${formatCount(count, 'old backup')} (pgsafe prune says why).`,
}

interface SectionStyle {
  readonly now: Date
  readonly paint: (text: string) => string
}

function section(title: string, decisions: readonly PruneDecisionView[], { now, paint }: SectionStyle): string[] {
  if (decisions.length === 0) return []
  const blocks = decisions.flatMap(({ backup, reasons }) => [
    `  ${printable(backup.file)}`,
    `    ${formatSize(backup.bytes)}, ${formatAge(new Date(backup.createdAt), now)}: ${reasons.join('; ')}`,
  ])
  return [paint(title), ...blocks, '']
}

function summary({ keep, remove, planned }: PruneView): string {
  const freed = formatSize(remove.reduce((sum, { backup }) => sum + backup.bytes, 0))
  if (remove.length === 0) return `Nothing to remove; ${formatCount(keep.length, 'backup')} kept.`
  const verb = planned ? 'would be removed' : 'removed'
  return `${formatCount(remove.length, 'backup')} ${verb} (${freed}), ${formatCount(keep.length, 'backup')} kept.`
}
