import type { CatalogueEntry, CataloguedBackup } from '../../domain/catalogue-entry.ts'
import { entryName } from '../../domain/catalogue-entry.ts'
import { formatAge } from '../../domain/format-age.ts'
import { formatCount } from '../../domain/format-count.ts'
import type { KeptState } from '../../domain/kept-state.ts'
import { totalRows, type TableRows } from '../../domain/manifest.ts'
import type { Space } from '../../domain/space.ts'
import { banner } from '../banner.ts'
import { describeEntry, describeRows } from '../describe-entry.ts'
import { describeSpace } from '../describe-space.ts'
import { formatDate } from '../format-date.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface RestoreWarningView {
  /** user@host:port/database */
  readonly target: string
  readonly database: string
  readonly file: string
  /** undefined: nobody knows (a foreign file). */
  readonly createdAt: Date | undefined
  readonly now: Date
  /** undefined: nobody counted (a foreign file). */
  readonly tables: readonly TableRows[] | undefined
  /** In the database now; undefined: there is none, or it could not be counted. */
  readonly tablesNow: readonly TableRows[] | undefined
  /** Whether there is a database to replace. */
  readonly exists: boolean
  /** What becomes of the replaced database. */
  readonly kept: KeptState
  /** On the server, for the new database beside the old one; undefined: nobody can tell. */
  readonly space: Space | undefined
  /** Why it is restored in place; undefined: it is swapped in. */
  readonly inPlace?: readonly string[] | undefined
}

export interface RestoreDoneView {
  readonly database: string
  readonly tables: readonly TableRows[] | undefined
  readonly keptAs: string | null
  readonly keptHours: number
  /** The line that reverses this restore; null when nothing was kept. */
  readonly undo: string | null
  readonly nextSteps: readonly string[]
}

export interface FallView {
  readonly newest: CataloguedBackup
  /** An older one with far more rows. */
  readonly richer: CataloguedBackup
  readonly now: Date
}

/** What `pgsafe restore` says. */
export const restoreMessages = {
  restoreScreen: (): string => banner('DATABASE RESTORE UTILITY'),

  /** `entries` in the order in which they are numbered: newest first. */
  restoreList: (entries: readonly CatalogueEntry[], now: Date): string =>
    [
      '📦 Available Backups:',
      ...entries.map((entry, index) => {
        const title = `${String(index + 1).padStart(3)}. ${style.strong(printable(entryName(entry)))}`
        return ['', title, ...describeEntry(entry, now).map((line) => `     ${line}`)].join('\n')
      }),
      '',
    ].join('\n'),

  chooseBackup: 'Enter backup number to restore (or "q" to quit):',
  noSuchNumber: (typed: string, count: number): string =>
    `"${printable(typed)}" is none of them: a number from 1 to ${count}, or q`,

  newerIsBroken: (name: string, problem: string): string =>
    `the newer backup ${printable(name)} cannot be used, so an older one is taken: ${printable(problem)}`,

  serverSpaceIsTight: (space: Space): string => `space on the server is tight: ${describeSpace(space)}`,

  latestHoldsFewer: ({ newest, richer, now }: FallView): string => {
    const rows = ({ manifest }: CataloguedBackup) => formatCount(totalRows(manifest.tables), 'row')
    const age = formatAge(new Date(richer.manifest.createdAt), now)
    return `the newest backup holds ${rows(newest)}, an older one (${age}) ${rows(richer)}: was the database emptied in between? The older one: pgsafe restore --id ${richer.manifest.id}`
  },
  databaseHoldsMore: (rowsNow: number, rows: number): string =>
    `the database holds ${formatCount(rowsNow, 'row')} now, the backup only ${formatCount(rows, 'row')}`,

  restoreWarning: (view: RestoreWarningView): string =>
    [
      '',
      style.caution(
        view.exists
          ? `⚠  WARNING: this will REPLACE EVERYTHING in "${printable(view.database)}" with the backup!`
          : `⚠  The database "${printable(view.database)}" does not exist: it will be created from the backup.`,
      ),
      `   Database: ${printable(view.target)}`,
      `   Backup file: ${printable(view.file)}`,
      ...takenLine(view),
      ...(view.tables === undefined ? [] : [`   Data: ${describeRows(view.tables)}`]),
      ...(view.tablesNow === undefined ? [] : [`   In it now: ${describeRows(view.tablesNow)}`]),
      ...(view.space === undefined ? [] : [`   Space on the server: ${describeSpace(view.space)}`]),
      ...(view.exists ? [`   ${keptSentence(view.kept)}`] : []),
      ...inPlaceLines(view.inPlace),
      '',
    ].join('\n'),

  lossesWarning: (losses: readonly string[]): string =>
    [
      style.caution('⚠  This role cannot bring back everything that belongs to the database itself:'),
      ...losses.map((sentence) => `   - ${printable(sentence)}`),
      '   The data is complete. A superuser (in DATABASE_URL) could bring the rest back too.',
    ].join('\n'),
  acceptLosses: 'Swap it in without these?',

  sureToRestore: 'Are you sure you want to proceed?',

  creatingSide: 'Creating a fresh database beside the old one',
  checkingBytes: (name: string): string => `Checking ${printable(name)}: every byte against its checksum`,
  loading: (name: string): string => `Loading ${printable(name)} into it`,
  comparing: 'Comparing the rows of every table with the backup',
  swapping: 'Closing connections and swapping the two databases',
  finishingSwap: 'the swap is one step and ends in a moment: please wait',
  wayBackInPlace: 'this role may not swap databases: an undo would restore in place, in one transaction',
  backupBeforeInPlace: 'First, a backup of what is there now:',
  replacingInPlace: (name: string): string => `Replacing everything by ${printable(name)} in one transaction`,
  committedAnyway: 'the connection broke after the commit: the backup is in place',
  analyzing: 'Gathering planner statistics',
  /** What comes after the swap may go wrong without the restore being any less done; the reason follows each. */
  swapNotRecorded:
    'the databases are swapped, but that could not be recorded; the next restore or undo makes up for it',
  notAnalyzed: 'the data is back, but planner statistics were not gathered (autovacuum will do it)',
  keptNotRetired: 'older kept databases were not looked at',
  retiringKept: (name: string): string =>
    `${printable(name)} is no longer kept for undo: a backup takes its place before it is dropped.`,
  sideRemains: (name: string): string =>
    `the half-built database ${printable(name)} could not be removed (the next restore tries again)`,
  keptLeftOpen: (name: string): string => `the kept database ${printable(name)} lost its label`,
  snapshotLeftOpen: (name: string): string => `the snapshot ${printable(name)} stays open to connections`,
  keptRemains: (name: string): string => `the kept database ${printable(name)} could not be removed and stays for now`,
  notApplied: (what: string): string => `not brought back: ${printable(what)}`,

  restoreDone: (done: RestoreDoneView): string =>
    [
      '',
      style.good('✅ Database restored successfully!'),
      `   Database: ${printable(done.database)}`,
      ...(done.tables === undefined ? [] : [`   Data: ${describeRows(done.tables)}`]),
      ...(done.keptAs === null ? [] : [`   Replaced database: kept as ${done.keptAs} for ${hours(done.keptHours)}`]),
      ...(done.undo === null ? [] : ['', 'To reverse this restore:', `   ${style.command(done.undo)}`]),
      ...nextSteps(done.nextSteps),
    ].join('\n'),

  restoreDryRun: (file: string, database: string): string =>
    `Dry run: ${printable(file)} is whole and would replace "${printable(database)}"; nothing was changed.`,
}

function inPlaceLines(because: readonly string[] | undefined): string[] {
  if (because === undefined) return []
  const how = '   In place: one transaction empties the database and loads the backup; others wait for it.'
  return [how, ...because.map((reason) => `   (${printable(reason)})`)]
}

function nextSteps(steps: readonly string[]): string[] {
  if (steps.length === 0) return []
  return ['', 'ℹ  Next steps:', ...steps.map((step, index) => `   ${index + 1}. ${step}`)]
}

function takenLine({ createdAt, now }: RestoreWarningView): string[] {
  return createdAt === undefined ? [] : [`   Taken: ${formatDate(createdAt)} (${formatAge(createdAt, now)})`]
}

function keptSentence(kept: KeptState): string {
  if (kept === 'gone') return 'What is there now will NOT be kept.'
  return kept === 'backup'
    ? 'Of what is there now a backup is made.'
    : `What is there now is kept for ${hours(kept.hours)}.`
}

function hours(count: number): string {
  return count === 1 ? '1 hour' : `${count} hours`
}
