import type { TableRows } from '../domain/manifest.ts'
import { isPgsafeError } from '../errors.ts'
import { countTables } from '../steps/count-tables.ts'
import type { Context } from '../system/context.ts'
import type { Replacement } from './replace-database.ts'

/** What would be replaced. A table that stays locked, or that the role may not read, does not stop the restore. */
export async function countNow(
  ctx: Context,
  { server, run }: Pick<Replacement, 'server' | 'run'>,
): Promise<readonly TableRows[] | undefined> {
  if (server.database === undefined) return undefined
  try {
    return await countTables(ctx, server.database, { lockWaitTimeoutSeconds: run.settings.lockWaitTimeout.value })
  } catch (error) {
    if (!isPgsafeError(error, 'database-busy') && !isPgsafeError(error, 'insufficient-rights')) throw error
    ctx.ui.detail(`what is in the database now was not counted: ${error.message}`)
    return undefined
  }
}
