import type { GlobalFlags } from '../config/global-flags.ts'
import type { DatabaseProperties } from '../domain/manifest.ts'
import { readDatabaseProperties } from '../postgres/read-database-properties.ts'
import { preflightSwap } from '../steps/preflight-swap.ts'
import { withServer, type ReachedServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import { newId } from '../store/new-id.ts'
import type { Context } from '../system/context.ts'
import { assertSameDatabase, checkChosen } from './check-chosen.ts'
import { chooseBackup } from './choose-backup.ts'
import type { ChosenBackup } from './chosen-backup.ts'
import { confirmLosses } from './confirm-losses.ts'
import { confirmRestore } from './confirm-restore.ts'
import { finishReplacement } from './finish-replacement.ts'
import { openRun, type Run } from './open-run.ts'
import { replaceDatabase } from './replace-database.ts'
import { reportRestore } from './report-restore.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface RestoreFlags {
  readonly latest?: boolean
  readonly file?: string
  readonly id?: string
  readonly to?: string
  readonly jobs?: number
  readonly owner?: false
  readonly acl?: false
  readonly forceTarget?: boolean
  readonly keep?: false
  readonly analyze?: false
}

/** `pgsafe restore`: choose, check, ask, build beside, swap. Only the swap touches the target. */
export async function runRestore(ctx: Context, flags: RestoreFlags & GlobalFlags, reference?: string): Promise<void> {
  const configured = await openRun(ctx, flags)
  const run = atDatabase(configured, flags.to)
  await withFailureLog(ctx, run, () =>
    withServer(ctx, run.target, async (server) => {
      const backup = await chooseBackup(ctx, {
        run: configured,
        server: server.maintenance.server,
        choice: { ...flags, reference },
      })
      assertSameDatabase(backup, {
        server: server.maintenance.server,
        name: run.target.database,
        explicit: flags.to !== undefined || flags.forceTarget === true,
      })
      const summary = await checkChosen(ctx, backup, server.maintenance.tools)
      const properties = await propertiesFor(ctx, backup, server)
      await preflightSwap(ctx, server)
      const question = { run, server, backup, summary, flags }
      if (!(await confirmRestore(ctx, question))) return
      await withStore(ctx, { store: run.store, purpose: 'restore' }, async () => {
        const plan = {
          runId: newId(),
          run,
          server,
          backup,
          name: run.target.database,
          properties,
          expectedRows: summary.countable ? summary.tables : undefined,
          jobs: run.settings.jobs.value,
          noOwner: flags.owner === false,
          noAcl: flags.acl === false,
          acceptLosses: (losses: readonly string[]) => confirmLosses(ctx, { run, losses, flags }),
        }
        const replaced = await replaceDatabase(ctx, plan)
        const keep = flags.keep !== false
        const { runId } = plan
        const { keptAs } = replaced
        await finishReplacement(ctx, {
          run,
          runId,
          server,
          kind: 'restore',
          reverses: null,
          keptAs,
          keep,
          analyze: flags.analyze !== false,
        })
        await reportRestore(ctx, { run, plan, replaced, summary, kept: keep })
      })
    }),
  )
}

/** `--to`: another database of the same server, with the same connection otherwise. */
function atDatabase(run: Run, name: string | undefined): Run {
  if (name === undefined) return run
  const params = { ...run.target.params, dbname: name }
  return { ...run, target: { ...run.target, params, database: name, source: '--to' } }
}

/** As they were when the backup was made; for a foreign file as they are now, else those of the server's own database. */
async function propertiesFor(ctx: Context, backup: ChosenBackup, server: ReachedServer): Promise<DatabaseProperties> {
  if (backup.manifest !== undefined) return backup.manifest.database.properties
  return readDatabaseProperties(ctx, server.database ?? server.maintenance)
}
