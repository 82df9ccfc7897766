import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { putBackBackup } from './put-back-backup.ts'
import { putBackKept } from './put-back-kept.ts'
import type { Replaced } from './replace-database.ts'
import type { Undoing } from './undo.ts'

/** Puts back what a step replaced: from the kept database in constant time, else from the backup. Needs the store's lock. */
export async function putBack(ctx: Context, undoing: Undoing): Promise<Replaced> {
  const { keptDatabase, backupId } = undoing.entry
  const replaced = keptDatabase === null ? undefined : await putBackKept(ctx, undoing, keptDatabase)
  if (replaced !== undefined) return replaced
  if (backupId !== null) return putBackBackup(ctx, undoing, backupId)
  throw new PgsafeError('nothing-to-restore', 'what that step replaced is not kept any more', {
    hint: 'pgsafe list shows the backups; a database that was retired has one made "before a restore"',
  })
}
