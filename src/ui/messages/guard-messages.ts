import type { Danger } from '../../domain/danger.ts'
import type { TableChange, Touched } from '../../domain/database-states.ts'
import type { JudgedCommand } from '../../domain/command-target/judge-target.ts'
import { formatCommand } from '../../domain/format-command.ts'
import { formatCount } from '../../domain/format-count.ts'
import { totalRows, type TableRows } from '../../domain/manifest.ts'
import { banner } from '../banner.ts'
import { describeDanger } from '../describe-danger.ts'
import { describeRows } from '../describe-entry.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { textTable } from '../text-table.ts'

export interface GuardDangerView {
  readonly command: readonly string[]
  /** user@host:port/database */
  readonly target: string
  /** Where the target was found: "DATABASE_URL in .env". */
  readonly source: string
  readonly danger: Danger
  readonly tables: readonly TableRows[]
  /** What the command is known to do, one line each; empty when that is not known. */
  readonly effects: readonly string[]
  readonly directory: string
  /** Whether the command acts on this very database, and how that is known. */
  readonly aim: JudgedCommand
}

export interface GuardReportView {
  readonly command: readonly string[]
  readonly exitCode: number
  readonly touched: Touched | 'unknown'
  readonly changes: readonly TableChange[]
  /** Absolute. */
  readonly backupPath: string
  /** The line that brings everything back. */
  readonly restoreLine: string
}

/** Longer lists of tables are cut: the JSON report has them all. */
const shownTables = 15

/** What `pgsafe guard` says. */
export const guardMessages = {
  guardDanger: (view: GuardDangerView): string =>
    [
      banner('⚠  DANGER ZONE  ⚠'),
      '  You are about to run:',
      `    ${style.strong(printable(formatCommand(view.command)))}`,
      '',
      `  Database: ${style.strong(printable(view.target))}`,
      `            (from ${printable(view.source)})`,
      ...aimLines(view.aim),
      `  In it now: ${describeRows(view.tables)}`,
      ...effectLines(view.effects),
      ...(view.danger.level === 'local' ? [] : ['', indented(describeDanger(view.danger))]),
      '',
      '  A verified backup will be made first, in:',
      `    ${view.directory}`,
      '',
    ].join('\n'),

  proceedWithCommand: 'Do you want to proceed?',
  backupBeforeCommand: '📦 Creating a verified backup first...',
  runningCommand: (command: readonly string[]): string => `▶ Running: ${printable(formatCommand(command))}\n`,

  writtenSinceBackup:
    'something was written on this server between the backup and the command: the backup may not hold it',
  untouched: (database: string): string =>
    `exit code 0, but "${printable(database)}" was not touched: this command may have hit another database`,
  damageUnknown: (reason: string): string => `what the command did could not be measured: ${printable(reason)}`,
  reportNotWritten: (path: string): string => `the report was not written to ${path}`,
  runNotClosed: 'the run could not be recorded as ended',

  guardReport: (view: GuardReportView): string =>
    [
      '',
      `${style.strong('What happened')} (${printable(formatCommand(view.command))}: exit code ${view.exitCode})`,
      ...changeLines(view),
      '',
      'The backup made before it:',
      `  ${view.backupPath}`,
      'To bring everything back:',
      `  ${style.command(view.restoreLine)}`,
    ].join('\n'),
}

const aimSentences: Record<JudgedCommand['verdict'], string> = {
  proven: 'proven on the server to be the one that the command acts on',
  pinned: 'the command is given this one in its environment',
  unproven: 'NOT proven to be the one that the command acts on',
  different: 'NOT the one that the command acts on',
}

function aimLines({ verdict, explanation }: JudgedCommand): string[] {
  const lines = [`            (${aimSentences[verdict]})`]
  if (verdict !== 'unproven') return lines
  return [...lines, ...explanation.map((line) => `              ${printable(line)}`)].map((line) => style.caution(line))
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ')
}

function effectLines(effects: readonly string[]): string[] {
  if (effects.length === 0) return ['', style.caution('  ⚠  Expect that any of it may be permanently deleted.')]
  return ['', '  This will:', ...effects.map((effect, index) => `    ${index + 1}. ${printable(effect)}`)]
}

const touchedSentences: Record<Touched | 'unknown', string> = {
  unknown: 'What it did could not be measured.',
  dropped: 'The database is gone.',
  recreated: 'The database was dropped and created again.',
  schema: 'The schema was changed.',
  data: 'Rows were changed.',
  maybe: 'No table changed its number of rows; something was written on the server.',
  no: 'Nothing was changed in the database that was backed up.',
}

function changeLines({ touched, changes }: GuardReportView): string[] {
  const shown = changes.slice(0, shownTables).map((change) => {
    const name = printable(`${change.schema}.${change.name}`)
    return [`  ${name}`, count(change.before), '→', afterCount(change)]
  })
  const more = changes.length - shown.length
  const lost = lostRows(changes)
  return [
    `  ${touchedSentences[touched]}`,
    ...textTable(shown, [1]).map((line) => `  ${line}`),
    ...(more > 0 ? [`    … and ${formatCount(more, 'more table')}`] : []),
    ...(lost > 0 ? [style.bad(`  Lost: ${formatCount(lost, 'row')}.`)] : []),
  ]
}

function afterCount({ kind, after }: TableChange): string {
  return kind === 'dropped' ? style.bad('dropped') : count(after)
}

function count(rows: number | null): string {
  return rows === null ? 'none' : formatCount(rows, 'row')
}

/** Rows that are fewer now, over all tables that shrank. */
function lostRows(changes: readonly TableChange[]): number {
  return totalRows(
    changes.map(({ schema, name, before, after }) => ({
      schema,
      name,
      rows: Math.max(0, (before ?? 0) - (after ?? 0)),
    })),
  )
}
