import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Whether our role has CREATEDB (superusers need no flag). */
export async function mayCreateDatabases(ctx: Context, at: SqlEndpoint): Promise<boolean> {
  const rows = await queryRows<{ may: boolean }>(
    ctx,
    at,
    'select rolsuper or rolcreatedb as may from pg_roles where rolname = current_user',
  )
  return rows[0]?.may ?? false
}
