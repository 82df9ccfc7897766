import { formatAge } from '../../domain/format-age.ts'
import { formatCount } from '../../domain/format-count.ts'
import { formatSize } from '../../domain/format-size.ts'
import type { Manifest } from '../../domain/manifest.ts'
import type { KeptSummary } from '../../domain/summarize-kept.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface PruneDecisionView {
  readonly backup: Pick<Manifest, 'file' | 'createdAt' | 'bytes'>
  readonly reasons: readonly string[]
}

type KeptDecisionView = KeptSummary & { readonly reasons: readonly string[] }

export interface PruneView {
  readonly keep: readonly PruneDecisionView[]
  readonly remove: readonly PruneDecisionView[]
  /** Kept databases and snapshots. */
  readonly server: { readonly keep: readonly KeptDecisionView[]; readonly remove: readonly KeptDecisionView[] }
  readonly now: Date
  /** Nothing was removed; the question is still to come, or it is a dry run. */
  readonly planned: boolean
}

/** What `pgsafe prune` says. */
export const pruneMessages = {
  pruneReport: (view: PruneView): string => {
    const { keep, remove, server, now, planned } = view
    const [gone, stays] = planned ? ['Would be removed', 'Would stay'] : ['Removed', 'Kept']
    return [
      ...section(`${gone}:`, remove.map(backupBlock(now)), style.caution),
      ...section(`${stays}:`, keep.map(backupBlock(now)), style.good),
      ...section(`${gone} from the server:`, server.remove.map(databaseBlock(now)), style.caution),
      ...section(`${stays} on the server:`, server.keep.map(databaseBlock(now)), style.good),
      summary(view),
    ].join('\n')
  },

  proceedWithPrune: (backups: number, databases: number): string =>
    `Remove ${[countOf(backups, 'backup'), countOf(databases, 'kept database')].flat().join(' and ')}? (y/n)`,
  keptNotLookedAt: (why: string): string =>
    `what is kept on the server was not looked at, and stays: ${printable(why)}`,
  /** After a backup, where the whole report would be too much. */
  prunedAfterBackup: (count: number): string =>
    `🧹 Removed ${formatCount(count, 'old backup')} (pgsafe prune says why).`,
}

/** Two lines: what it is, and its facts with the reasons. */
type Block = readonly [string, string]

const backupBlock =
  (now: Date) =>
  ({ backup: { file, bytes, createdAt }, reasons }: PruneDecisionView): Block => [
    printable(file),
    `${formatSize(bytes)}, ${formatAge(new Date(createdAt), now)}: ${reasons.join('; ')}`,
  ]

const databaseBlock =
  (now: Date) =>
  ({ name, database, kind, bytes, at, reasons }: KeptDecisionView): Block => [
    `${name} (${kind === 'snapshot' ? 'a snapshot of' : 'was'} "${printable(database)}")`,
    `${bytes === null ? '' : `${formatSize(bytes)}, `}${formatAge(new Date(at), now)}: ${reasons.join('; ')}`,
  ]

function section(title: string, blocks: readonly Block[], paint: (text: string) => string): string[] {
  if (blocks.length === 0) return []
  return [paint(title), ...blocks.flatMap(([what, facts]) => [`  ${what}`, `    ${facts}`]), '']
}

function summary({ keep, remove, server, planned }: PruneView): string {
  const freed = formatSize(remove.reduce((sum, { backup }) => sum + backup.bytes, 0))
  const kept = `${formatCount(keep.length, 'backup')} kept.`
  if (remove.length + server.remove.length === 0) return `Nothing to remove; ${kept}`
  const backups = countOf(remove.length, 'backup').map((count) => `${count} (${freed})`)
  const gone = [...backups, ...countOf(server.remove.length, 'kept database')].join(' and ')
  return `${gone} ${planned ? 'would be removed' : 'removed'}, ${kept}`
}

/** Nothing of nothing. */
function countOf(count: number, noun: string): string[] {
  return count === 0 ? [] : [formatCount(count, noun)]
}
