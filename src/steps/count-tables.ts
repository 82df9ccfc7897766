import type { TableRows } from '../domain/manifest.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import { countRows } from '../postgres/count-rows.ts'
import type { Database } from '../postgres/database.ts'
import { findBlockers } from '../postgres/find-blockers.ts'
import type { Context } from '../system/context.ts'

/**
 * The exact rows of every table now. Waits for a locked table as long as the backup would, then throws `database-busy` naming
 * who holds it.
 */
export async function countTables(
  ctx: Context,
  database: Database,
  { lockWaitTimeoutSeconds }: { readonly lockWaitTimeoutSeconds: number },
): Promise<readonly TableRows[]> {
  try {
    const { tables } = await countRows(ctx, database, { lockTimeoutSeconds: lockWaitTimeoutSeconds })
    return tables
  } catch (error) {
    if (!isPgsafeError(error, 'database-busy')) throw error
    throw await locked(ctx, { database, seconds: lockWaitTimeoutSeconds, error })
  }
}

async function locked(
  ctx: Context,
  { database, seconds, error }: { readonly database: Database; readonly seconds: number; readonly error: PgsafeError },
): Promise<PgsafeError> {
  const blockers = await findBlockers(ctx, database)
  const who = blockers.length > 0 ? blockers.join('; ') : 'the lock has been released since'
  return new PgsafeError('database-busy', `a table stayed locked for ${seconds} s: ${who}`, {
    hint: 'end that transaction or wait for it; --lock-wait-timeout waits longer',
    cause: error,
  })
}
