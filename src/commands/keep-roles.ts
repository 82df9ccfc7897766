import { isPgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { dumpRoles } from '../postgres/pg-dumpall.ts'
import { addRoles } from '../store/add-roles.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'
import type { TakenBackup } from './take-backup.ts'

/**
 * Keeps the server's roles beside a backup whose command reaches beyond its database (fact 17). The backup is whole without
 * them: a failure is a warning that says what is missing. Needs the store's lock.
 */
export async function keepRoles(
  ctx: Context,
  { store }: Pick<Run, 'store'>,
  { database, backup }: { readonly database: Database; readonly backup: TakenBackup },
): Promise<TakenBackup> {
  try {
    const roles = await ctx.ui.step(messages.keepingRoles, () => dumpRoles(ctx, database))
    return { ...backup, manifest: await addRoles(store, backup, roles) }
  } catch (error) {
    if (!isPgsafeError(error) || ctx.signal.aborted) throw error
    ctx.ui.warn(messages.rolesNotKept(error.message))
    return backup
  }
}
