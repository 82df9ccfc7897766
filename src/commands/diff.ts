import type { GlobalFlags } from '../config/global-flags.ts'
import type { SettingFlags } from '../config/resolve-settings.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { ExitCode } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { withDatabase } from '../steps/with-database.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { chooseBackup } from './choose-backup.ts'
import { compareWithBackup } from './compare-with-backup.ts'
import { settleIfFree } from './clear-dead-runs.ts'
import { explainBySwap } from './explain-by-swap.ts'
import { freeTarget } from './free-target.ts'
import { openRun, type Run } from './open-run.ts'

export interface DiffFlags extends SettingFlags {
  readonly exitCode?: boolean
}

/** `pgsafe diff`: what differs between a backup and the database now, in rows and in definitions. Changes nothing. */
export async function runDiff(
  ctx: Context,
  flags: DiffFlags & GlobalFlags,
  reference: string | undefined,
): Promise<number> {
  const run = await openRun(ctx, flags)
  await freeTarget(ctx, run, {})
  return explainBySwap(run, () =>
    withDatabase(ctx, run.target, (database) => compare(ctx, { run, database, flags, reference })),
  )
}

interface Comparison {
  readonly run: Run
  readonly database: Database
  readonly flags: DiffFlags
  readonly reference: string | undefined
}

async function compare(ctx: Context, { run, database, flags, reference }: Comparison): Promise<number> {
  await settleIfFree(ctx, { run, at: database })
  const choice = { reference, latest: reference === undefined }
  const backup = await chooseBackup(ctx, { run, server: database.server, choice })
  const found = await compareWithBackup(ctx, { run, database, backup })
  const { manifest } = backup
  const described = manifest === undefined ? { file: backup.name } : summarizeBackup(backup.path, manifest)
  const diff = { backup: described, database: run.target.database, ...found }
  ctx.ui.result({ diff }, () =>
    ctx.ui.data(
      messages.diffReport({
        ...found,
        database: run.target.database,
        file: backup.name,
        id: manifest?.id,
        createdAt: manifest === undefined ? undefined : new Date(manifest.createdAt),
        now: ctx.now(),
      }),
    ),
  )
  return flags.exitCode === true && !found.same ? ExitCode.failed : ExitCode.ok
}
