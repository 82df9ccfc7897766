import type { Moment } from '../domain/moment.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

const momentSql = `
  SELECT pg_snapshot_xmax(snapshot)::text AS xmax, (SELECT count(*) FROM pg_snapshot_xip(snapshot)) AS running,
    (SELECT coalesce(json_agg(json_build_object('schema', n.nspname, 'name', c.relname, 'oid', c.oid::bigint) ORDER BY c.oid), '[]')
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ) AS tables
  FROM pg_current_snapshot() AS snapshot`

/** Where the server's transactions stand; undefined while one is under way, since its rows belong to no clear side. */
export async function readMoment(ctx: Context, at: SqlEndpoint): Promise<Moment | undefined> {
  const [read] = await queryRows<Moment & { readonly running: number }>(ctx, at, momentSql)
  if (read === undefined || read.running > 0) return undefined
  return { xmax: read.xmax, tables: read.tables }
}
