import { findBackup } from '../domain/find-backup.ts'
import { PgsafeError } from '../errors.ts'
import { readCatalogue } from '../store/catalogue.ts'
import type { Context } from '../system/context.ts'
import { checkChosen } from './check-chosen.ts'
import { chooseMethod } from './choose-method.ts'
import { chosenFrom, type ChosenBackup } from './chosen-backup.ts'
import type { Run } from './open-run.ts'
import { replaceDatabase, type Replaced } from './replace-database.ts'
import type { Undoing } from './undo.ts'

/** Restores the backup that was made before the step: what a guarded command destroyed has no kept database. */
export async function putBackBackup(ctx: Context, undoing: Undoing, backupId: string): Promise<Replaced> {
  const { run, server, entry, flags } = undoing
  const backup = await findById(run, backupId)
  const summary = await checkChosen(ctx, backup, server.maintenance.tools)
  if (backup.manifest === undefined) throw new Error('a backup found by its id has a manifest')
  const { properties } = backup.manifest.database
  const method = await chooseMethod(ctx, server, {})
  return replaceDatabase(ctx, {
    run,
    server,
    kind: 'undo',
    reverses: entry.id,
    backup,
    summary,
    properties,
    method,
    flags,
  })
}

async function findById({ store }: Run, backupId: string): Promise<ChosenBackup> {
  const found = findBackup(await readCatalogue(store), backupId)
  if (found !== undefined) return chosenFrom(found)
  throw new PgsafeError('no-such-backup', `the backup ${backupId} made before that step is gone`, {
    hint: 'pgsafe list shows the others',
  })
}
