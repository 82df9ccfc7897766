import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** pg_database_size of the connected database, in bytes, indexes included. */
export async function readDatabaseSize(ctx: Context, at: SqlEndpoint): Promise<number> {
  const rows = await queryRows<{ bytes: number }>(ctx, at, 'select pg_database_size(current_database()) as bytes')
  return rows[0]?.bytes ?? 0
}
