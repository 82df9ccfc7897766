import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import { withPsqlSession } from './psql-session.ts'

const backendSql = `SELECT a.pid || ' ' || a.backend_start AS backend FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()`

/**
 * Whether two sessions of ours that are open at the same time meet the same server process, or one session meets two: then a
 * pooler stands in between that hands them out by transaction. It cannot be told from the URL when it has a port of its own.
 */
export async function sharesBackends(ctx: Context, at: SqlEndpoint): Promise<boolean> {
  return withPsqlSession(ctx, at, async (session) => {
    const mine = async () => (await session.query<{ backend: string }>(backendSql))[0]?.backend
    const first = await mine()
    const [other] = await queryRows<{ backend: string }>(ctx, at, backendSql)
    return first === other?.backend || first !== (await mine())
  })
}
