import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Tables with rows of their own in the connected database, partitions included. */
export async function readTableCount(ctx: Context, at: SqlEndpoint): Promise<number> {
  const rows = await queryRows<{ tables: number }>(
    ctx,
    at,
    `SELECT count(*) AS tables FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`,
  )
  return rows[0]?.tables ?? 0
}
