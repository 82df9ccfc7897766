import { dirname, resolve } from 'node:path'
import type { GlobalFlags } from '../config/global-flags.ts'
import { formatBackupName } from '../domain/backup-name.ts'
import type { BackupFormat, Compression } from '../domain/manifest.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { describeHost } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import { type BackupPreflight, preflightBackup } from '../steps/preflight-backup.ts'
import { withDatabase } from '../steps/with-database.ts'
import { withStore } from '../steps/with-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { clearDeadRuns } from './clear-dead-runs.ts'
import { freeTarget } from './free-target.ts'
import { openRun, type Run } from './open-run.ts'
import { pruneQuietly } from './prune-quietly.ts'
import { suggestDirectory } from './suggest-directory.ts'
import { takeBackup, type TakenBackup } from './take-backup.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface BackupFlags {
  readonly auto?: boolean
  readonly compress?: Compression | false
  readonly format?: BackupFormat
  readonly jobs?: number
  readonly label?: string
  readonly pin?: boolean
  readonly file?: string
  readonly lockWaitTimeout?: number
  readonly prune?: false
}

/** `pgsafe backup`: look, ask, dump, verify, publish, clean up what is too old. */
export async function runBackup(ctx: Context, flags: BackupFlags & GlobalFlags): Promise<void> {
  const run = await openRun(ctx, flags)
  const plan = planBackup(ctx, run, flags)
  await withFailureLog(ctx, run, async () => {
    await freeTarget(ctx, run, flags)
    await withDatabase(ctx, run.target, async (database) => {
      const { warnings, space } = await preflightBackup(ctx, { ...plan, database, store: run.store })
      for (const warning of warnings) ctx.ui.warn(warning)
      ctx.ui.say(messages.backupScreen({ ...viewOf(run, plan), space }))
      await suggestDirectory(ctx, run, database)
      if (flags.dryRun === true) return reportDryRun(ctx, run, { ...plan, space })
      await confirmBackup(ctx, run, flags)
      const taken = await withStore(ctx, { store: run.store, purpose: 'backup' }, async () => {
        await clearDeadRuns(ctx, { run, at: database })
        return takeBackup(ctx, { ...plan, run, database, reason: 'manual', label: flags.label, pinned: flags.pin })
      })
      reportBackup(ctx, taken)
      if (flags.prune !== false && plan.file === undefined) await pruneQuietly(ctx, run)
    })
  })
}

interface BackupPlan {
  readonly format: BackupFormat
  readonly compression: Compression
  /** `--file`, absolute. */
  readonly file: string | undefined
  /** Where it will lie. */
  readonly directory: string
}

function planBackup(ctx: Context, { settings }: Run, flags: BackupFlags): BackupPlan {
  const file = flags.file === undefined ? undefined : resolve(ctx.cwd, flags.file)
  if (flags.jobs !== undefined && settings.format.value !== 'directory') {
    throw new PgsafeError('usage', '--jobs needs the directory format: pg_dump writes the others in one piece', {
      hint: 'add --format directory, or leave --jobs out',
    })
  }
  const directory = file === undefined ? settings.directory.value : dirname(file)
  return { format: settings.format.value, compression: settings.compression.value, file, directory }
}

function viewOf({ target }: Run, plan: BackupPlan) {
  return { ...plan, database: target.database, source: target.source, host: describeHost(target) }
}

async function confirmBackup(ctx: Context, run: Run, flags: BackupFlags & GlobalFlags): Promise<void> {
  await confirmTarget(ctx, {
    action: 'backup',
    database: run.target.database,
    danger: 'local',
    yes: flags.yes === true || flags.auto === true,
    skipPrompt: run.settings.skipPrompt.value,
    confirm: flags.confirm,
    caller: run.caller,
    question: messages.proceedWithBackup,
  })
}

function reportDryRun(ctx: Context, run: Run, plan: BackupPlan & Pick<BackupPreflight, 'space'>): void {
  const name = plan.file ?? formatBackupName({ ...plan, database: run.target.database, createdAt: ctx.now() })
  const { directory, space = null } = plan
  ctx.ui.result({ dryRun: true, file: name, directory, space }, () => ctx.ui.say(messages.backupDryRun(name)))
}

function reportBackup(ctx: Context, { path, manifest, timings }: TakenBackup): void {
  ctx.ui.result({ backup: summarizeBackup(path, manifest), timings }, () =>
    ctx.ui.say(messages.backupDone({ ...manifest, path })),
  )
}
