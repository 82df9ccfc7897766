import type { GlobalFlags } from '../config/global-flags.ts'
import { withServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import type { Context } from '../system/context.ts'
import { atDatabase } from './at-database.ts'
import type { BackupChoice } from './choose-backup.ts'
import { confirmRestore } from './confirm-restore.ts'
import { freeTarget } from './free-target.ts'
import { openRun } from './open-run.ts'
import { planRestore } from './plan-restore.ts'
import { replaceDatabase, type ReplacementFlags } from './replace-database.ts'
import { reportRestore } from './report-restore.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface RestoreFlags extends Pick<BackupChoice, 'latest' | 'file' | 'id'>, ReplacementFlags {
  readonly to?: string
  readonly jobs?: number
  readonly forceTarget?: boolean
  readonly inPlace?: boolean
}

/** `pgsafe restore`: choose, check, ask, build beside, swap. Only the swap touches the target. */
export async function runRestore(ctx: Context, flags: RestoreFlags & GlobalFlags, reference?: string): Promise<void> {
  const configured = await openRun(ctx, flags)
  const run = atDatabase(configured, flags.to)
  await withFailureLog(ctx, run, async () => {
    await freeTarget(ctx, run, flags)
    await withServer(ctx, run.target, async (server) => {
      const plan = await planRestore(ctx, { configured, run, server, flags, reference })
      if (!(await confirmRestore(ctx, plan))) return
      const replaced = await withStore(ctx, { store: run.store, purpose: 'restore' }, () => replaceDatabase(ctx, plan))
      await reportRestore(ctx, plan, replaced)
    })
  })
}
