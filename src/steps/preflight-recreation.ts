import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { mayCreateDatabases } from '../postgres/may-create-databases.ts'
import type { Context } from '../system/context.ts'

/**
 * A restore in place needs a database to restore into: what a command drops, the role of the restore must be able to create
 * again. Throws `insufficient-rights` when it is not.
 */
export async function preflightRecreation(ctx: Context, database: Database): Promise<void> {
  if (await mayCreateDatabases(ctx, database)) return
  const { role } = database.server
  throw new PgsafeError(
    'insufficient-rights',
    `this drops the database ${database.connection.database}, and the role ${role} may not create it again`,
    { hint: `a superuser runs: ALTER ROLE "${role}" CREATEDB; or give pgsafe a role that may, as restoreUrl` },
  )
}
