import type { TableMark } from '../domain/write-marks.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** The tables that a dump counts: ordinary ones and leaf partitions, but no extension's and no session's own. */
const tableMarksSql = `
  SELECT n.nspname AS schema, c.relname AS name, c.oid::bigint AS oid, c.relfilenode::bigint AS storage,
         pg_stat_get_tuples_inserted(c.oid) AS inserted, pg_stat_get_tuples_updated(c.oid) AS updated,
         pg_stat_get_tuples_deleted(c.oid) AS deleted,
         (SELECT json_build_object('schema', rn.nspname, 'name', r.relname)
            FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace
           WHERE c.relispartition AND r.oid = pg_partition_root(c.oid)) AS root,
         has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS readable
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
   ORDER BY n.nspname, c.relname`

/** What tells, table by table, whether something was written to it. */
export function readTableMarks(ctx: Context, at: SqlEndpoint): Promise<TableMark[]> {
  return queryRows<TableMark>(ctx, at, tableMarksSql)
}
