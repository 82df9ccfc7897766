import { entryTime, type ListedEntry } from '../domain/catalogue-entry.ts'
import { formatAge } from '../domain/format-age.ts'
import { formatCount } from '../domain/format-count.ts'
import { formatSize } from '../domain/format-size.ts'
import { totalRows, type BackupReason, type ListedManifest, type Manifest } from '../domain/manifest.ts'
import { formatDate } from './format-date.ts'
import { printable } from './printable.ts'

const reasons: Record<BackupReason, string> = {
  manual: 'manual',
  guard: 'before a guarded command',
  reset: 'before a reset',
  'before-restore': 'before a restore',
}

/** Why a backup was made, with the command that it was made for. */
export function describeReason({ reason, command }: Pick<Manifest, 'reason' | 'command'>): string {
  return command === null ? reasons[reason] : `before: ${printable(command.join(' '))}`
}

/** "20,123 rows in 12 tables" */
export function describeRows(tables: ListedManifest['tables']): string {
  return `${formatCount(totalRows(tables), 'row')} in ${formatCount(tables.length, 'table')}`
}

/** How far a backup is proven. */
export function describeVerification({ verification }: Pick<Manifest, 'verification'>): string {
  if (verification === null) return 'NOT verified'
  return verification.level === 2 ? 'verified by a restore' : 'verified'
}

/** What a list says of an entry, below its name: facts in lines, each short enough for 80 columns. */
export function describeEntry(entry: ListedEntry, now: Date): string[] {
  const time = entryTime(entry)
  const when = `Date: ${formatDate(time)} | ${formatAge(time, now)}`
  if (entry.kind === 'broken') return [when, `Cannot be used: ${printable(entry.problem)}`]
  if (entry.kind === 'foreign') {
    return [`Size: ${formatSize(entry.bytes)} | ${when}`, 'Not verified: pgsafe did not make it']
  }
  const { manifest } = entry
  const state = [describeVerification(manifest), ...(manifest.pinned ? ['pinned'] : []), describeReason(manifest)]
  return [
    `Size: ${formatSize(manifest.bytes)} | ${when}`,
    `Data: ${describeRows(manifest.tables)} | ${state.join(' | ')}`,
    ...(manifest.label === null ? [] : [`Label: ${printable(manifest.label)}`]),
  ]
}
