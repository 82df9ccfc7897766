import { formatSize } from '../../domain/format-size.ts'
import type { BackupFormat, Compression, TableRows } from '../../domain/manifest.ts'
import type { Space } from '../../domain/space.ts'
import { banner } from '../banner.ts'
import { describeRows } from '../describe-entry.ts'
import { describeSpace } from '../describe-space.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface BackupPlanView {
  readonly database: string
  /** Where it was found: "DATABASE_URL in .env". */
  readonly source: string
  /** "localhost:5432", or the socket's directory. */
  readonly host: string
  readonly directory: string
  readonly compression: Compression
  readonly format: BackupFormat
  readonly space: Space | undefined
}

export interface BackupDoneView {
  /** Absolute. */
  readonly path: string
  readonly bytes: number
  readonly tables: readonly TableRows[]
  readonly label: string | null
  readonly pinned: boolean
}

/** What `pgsafe backup` says. */
export const backupMessages = {
  backupScreen: (plan: BackupPlanView): string =>
    [
      banner('DATABASE BACKUP UTILITY'),
      `📊 Database: ${style.strong(printable(plan.database))} ${style.faint(`(${printable(plan.source)})`)}`,
      `🔌 Host: ${printable(plan.host)}`,
      `📁 Backup directory: ${plan.directory}`,
      `📦 Compression: ${compressionName(plan)}`,
      ...(plan.format === 'plain' ? [] : [`📄 Format: ${plan.format}`]),
      ...(plan.space === undefined ? [] : [`💾 Space: ${describeSpace(plan.space)}`]),
      '',
    ].join('\n'),

  suggestDirectory: (bytes: number): string =>
    `💡 ${formatSize(bytes)}: in parallel it is quicker, restores too: ${style.command('pgsafe backup --format directory')}\n`,

  proceedWithBackup: 'Proceed with backup? (y/n)',

  backupStarting: ({ database, host, file }: { database: string; host: string; file: string }): string =>
    [
      '🔄 Creating database backup...',
      `   Database: ${printable(database)}`,
      `   Host: ${printable(host)}`,
      `   Backup file: ${file}`,
    ].join('\n'),

  writingBackup: 'Writing the backup',
  verifyingBackup: 'Verifying it from disk: checksum, full decode, row counts',

  backupDone: (done: BackupDoneView): string =>
    [
      '',
      style.good('✅ Backup completed successfully!'),
      `   File: ${done.path}`,
      `   Size: ${formatSize(done.bytes)}`,
      `   Data: ${describeRows(done.tables)}, verified`,
      ...(done.label === null ? [] : [`   Label: ${printable(done.label)}`]),
      ...(done.pinned ? ['   Pinned: kept for ever'] : []),
    ].join('\n'),

  backupDryRun: (file: string): string => `Dry run: everything is in place. ${file} would be written now; nothing was.`,
}

/** Archives are compressed by pg_dump itself. */
function compressionName({ compression, format }: Pick<BackupPlanView, 'compression' | 'format'>): string {
  if (format !== 'plain') return "the format's own"
  return { none: 'Disabled', gzip: 'gzip', zstd: 'zstd' }[compression]
}
