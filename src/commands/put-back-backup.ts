import { findBackup } from '../domain/find-backup.ts'
import { PgsafeError } from '../errors.ts'
import { preflightSwap } from '../steps/preflight-swap.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { newId } from '../store/new-id.ts'
import type { Context } from '../system/context.ts'
import { checkChosen } from './check-chosen.ts'
import { chosenFrom } from './chosen-backup.ts'
import { confirmLosses } from './confirm-losses.ts'
import { finishReplacement } from './finish-replacement.ts'
import { replaceDatabase } from './replace-database.ts'
import type { Undoing } from './undo.ts'

/** Restores the backup that was made before the step: what a guarded command destroyed has no kept database. */
export async function putBackBackup(
  ctx: Context,
  { run, server, entry, flags }: Undoing,
  backupId: string,
): Promise<void> {
  const found = findBackup(await readCatalogue(run.store), backupId)
  if (found === undefined) {
    throw new PgsafeError('no-such-backup', `the backup ${backupId} made before that step is gone`, {
      hint: 'pgsafe list shows the others',
    })
  }
  const backup = await chosenFrom(found)
  const summary = await checkChosen(ctx, backup, server.maintenance.tools)
  if (backup.manifest === undefined) throw new Error('a backup found by its id has a manifest')
  const { properties } = backup.manifest.database
  await preflightSwap(ctx, server)
  const runId = newId()
  const { keptAs } = await replaceDatabase(ctx, {
    runId,
    server,
    backup,
    name: run.target.database,
    properties,
    expectedRows: summary.countable ? summary.tables : undefined,
    jobs: run.settings.jobs.value,
    noOwner: false,
    noAcl: false,
    acceptLosses: (losses) => confirmLosses(ctx, { run, losses, flags }),
  })
  await finishReplacement(ctx, {
    run,
    runId,
    server,
    kind: 'undo',
    reverses: entry.id,
    keptAs,
    keep: true,
    analyze: true,
  })
}
