import type { WriteMarks } from '../domain/database-states.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Fact 12: OIDs miss TRUNCATE, so relfilenode and xmin go in; system and temporary schemas stay out. */
const marksSql = `
  select pg_snapshot_xmax(pg_current_snapshot())::text as xmax,
    (select oid::bigint from pg_database where datname = current_database()) as "databaseOid",
    (select md5(coalesce(string_agg(mark, ',' order by mark), '')) from (
       select concat_ws(':', 'n', n.oid, n.xmin, n.nspname) as mark from pg_namespace n
       where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       union all
       select concat_ws(':', c.oid, c.relfilenode, c.relkind, c.relnamespace, c.relname, c.xmin) from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     ) marks) as "catalogDigest"`

/** Reads the marks in one query; the connection is closed again when it returns. */
export async function readWriteMarks(ctx: Context, at: SqlEndpoint): Promise<WriteMarks> {
  const [marks] = await queryRows<WriteMarks>(ctx, at, marksSql)
  if (marks === undefined) throw new Error('the write marks query returned no row')
  return marks
}
