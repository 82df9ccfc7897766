import { foldPartitions, type FoldedChange } from '../../domain/fold-partitions.ts'
import { formatCommand, shellWord } from '../../domain/format-command.ts'
import { formatCount } from '../../domain/format-count.ts'
import { formatSize } from '../../domain/format-size.ts'
import type { Touched } from '../../domain/judge-touched.ts'
import type { ServerAfter } from '../../domain/restore-line.ts'
import type { TableChange } from '../../domain/table-change.ts'
import type { DamageTotal } from '../../domain/total-damage.ts'
import { describeChange } from '../describe-change.ts'
import { describeTotal } from '../describe-total.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { textTable } from '../text-table.ts'
import type { SnapshotView } from './snapshot-messages.ts'

export interface GuardReportView {
  readonly command: readonly string[]
  readonly exitCode: number
  readonly touched: Touched | 'unknown'
  /** Largest loss first. */
  readonly changes: readonly TableChange[]
  readonly total: DamageTotal | null
  readonly server: ServerAfter
  /** Whether the state before was put back by itself; null: nobody asked for it, or there was no need. */
  readonly undone: boolean | null
  /** Absolute; undefined when only a snapshot was made. */
  readonly backupPath?: string | undefined
  readonly snapshot?: SnapshotView | undefined
  /** Absolute: the server's roles, where they were kept beside it. */
  readonly rolesPath?: string | undefined
  /** The line that brings everything back. */
  readonly restoreLine: string
}

/** One screen: the JSON report has them all. */
const shownTables = 20

/** What is said about the damage a command has done. */
export const damageMessages = {
  writtenSinceBackup:
    'something was written on this server between the backup and the command: the backup may not hold it',
  untouched: (database: string): string =>
    `exit code 0, but "${printable(database)}" was not touched: this command may have hit another database`,
  damageUnknown: (reason: string): string => `what the command did could not be measured: ${printable(reason)}`,
  reportNotWritten: (path: string): string => `the report was not written to ${path}`,

  guardReport: (view: GuardReportView): string =>
    [
      '',
      `${style.strong('What happened')} (${printable(formatCommand(view.command))}: exit code ${view.exitCode})`,
      `  ${touchedSentences[view.touched]}`,
      ...changeLines(foldPartitions(view.changes)),
      ...(view.total === null || view.touched === 'no' ? [] : totalLines(view.total)),
      '',
      ...keptLines(view),
      ...(view.rolesPath === undefined ? [] : rolesLines(view.rolesPath)),
      ...wayBackLines(view),
    ].join('\n'),

  undoingFailed: ({ exitCode, signal }: { readonly exitCode: number; readonly signal: string | undefined }): string => {
    const interrupted = signal !== undefined || exitCode === 130 || exitCode === 143
    const how = `exit code ${String(exitCode)}`
    return style.caution(
      `\n↩ The command ${interrupted ? `was interrupted (${signal ?? how})` : `failed (${how})`}: putting back the state before it.`,
    )
  },
  failedNotUndone: (restoreLine: string): string =>
    `the state before the command was NOT put back; to do it by hand: ${restoreLine}; the reason`,
}

const wayBackTitles: Record<ServerAfter, string> = {
  same: 'To bring everything back:',
  unknown: 'To bring everything back:',
  other: 'Another server stands in its place. To bring everything back there:',
  gone: 'No server answers there any more. Start one, then bring everything back:',
}

function wayBackLines({ undone, server, restoreLine }: GuardReportView): string[] {
  if (undone === true) {
    return [
      '',
      style.good('✅ The command failed, and everything is back as it was before it.'),
      `  What the command had done: ${style.command('pgsafe undo')} brings it back.`,
    ]
  }
  return [wayBackTitles[server], `  ${style.command(restoreLine)}`]
}

/** They come first: a backup cannot be loaded while the owners of its tables are missing. */
function rolesLines(path: string): string[] {
  return [
    "The server's roles, without passwords. If some are missing now, bring them back first, as a superuser:",
    `  ${style.command(`psql -d postgres -f ${shellWord(path)}`)}`,
    '  (that a role already exists is no harm)',
  ]
}

function keptLines({ backupPath, snapshot }: GuardReportView): string[] {
  return [
    ...(snapshot === undefined
      ? []
      : ['The snapshot made before it, on the same server:', `  ${snapshot.name} (${formatSize(snapshot.bytes)})`]),
    ...(backupPath === undefined ? [] : ['The backup made before it:', `  ${backupPath}`]),
  ]
}

const touchedSentences: Record<Touched | 'unknown', string> = {
  unknown: 'What it did could not be measured.',
  dropped: 'The database is gone.',
  recreated: 'The database was dropped and created again.',
  schema: 'Tables or other objects were created, dropped, emptied or altered.',
  data: 'Rows were changed.',
  maybe: 'No table was changed; something was written on the server.',
  no: 'Nothing was changed in the database that was backed up.',
}

function changeLines(changes: readonly FoldedChange[]): string[] {
  if (changes.length === 0) return []
  const shown = changes.slice(0, shownTables).map(describeChange)
  const more = changes.length - shown.length
  return [
    '',
    ...textTable(shown, [1, 3]).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${formatCount(more, 'more table')} (--report FILE has them all)`] : []),
  ]
}

function totalLines(total: DamageTotal): string[] {
  const lines = describeTotal(total)
  return lines.length === 0 ? [] : ['', ...lines]
}
