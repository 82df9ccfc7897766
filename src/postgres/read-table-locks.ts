import type { TableLocks } from '../domain/choose-dump-jobs.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Tables with rows of their own in the connected database, partitions included, and how many locks the server has room for. */
export async function readTableLocks(ctx: Context, at: SqlEndpoint): Promise<TableLocks> {
  const [found] = await queryRows<TableLocks>(
    ctx,
    at,
    `SELECT count(*) AS tables, current_setting('max_locks_per_transaction')::bigint
            * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint) AS room
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`,
  )
  return found ?? { tables: 0, room: 0 }
}
