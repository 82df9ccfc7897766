import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** The OID of the schema `public`, which an in-place restore makes anew; null where there is none. */
export async function readPublicOid(ctx: Context, at: SqlEndpoint): Promise<string | null> {
  const [row] = await queryRows<{ oid: string }>(
    ctx,
    at,
    "SELECT oid::text AS oid FROM pg_namespace WHERE nspname = 'public'",
    { timeoutMs: 30_000 },
  )
  return row?.oid ?? null
}
