import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Where the server keeps its databases, on its own machine; undefined where this role is not told (pg_read_all_settings). */
export async function readDataDirectory(ctx: Context, at: SqlEndpoint): Promise<string | undefined> {
  const sql = "SELECT setting AS path FROM pg_settings WHERE name = 'data_directory'"
  const rows = await queryRows<{ path: string | null }>(ctx, at, sql)
  return rows[0]?.path ?? undefined
}
