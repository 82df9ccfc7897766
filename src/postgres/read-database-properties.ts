import { sqlLiteral } from '../domain/sql-text.ts'
import type { DatabaseProperties } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/**
 * The columns of pg_database differ between versions (locale provider and collation version since 15, ICU rules since 16,
 * daticulocale became datlocale in 17): read as JSON, a column that is not there is null.
 */
const propertiesSql = (database: string) => `
  SELECT pg_get_userbyid(d.datdba) AS owner,
         d.datacl AS acl,
         (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = d.dattablespace) AS tablespace,
         d.datconnlimit AS "connectionLimit",
         d.datistemplate AS "isTemplate",
         d.datallowconn AS "allowConnections",
         pg_encoding_to_char(d.encoding) AS encoding,
         coalesce(j.row ->> 'datlocprovider', 'c') AS "localeProvider",
         d.datcollate AS collate,
         d.datctype AS ctype,
         coalesce(j.row ->> 'datlocale', j.row ->> 'daticulocale') AS "icuLocale",
         j.row ->> 'daticurules' AS "icuRules",
         j.row ->> 'datcollversion' AS "collationVersion",
         shobj_description(d.oid, 'pg_database') AS comment,
         (SELECT coalesce(json_agg(json_build_object('role', r.rolname, 'setting', s.setting)
                   ORDER BY r.rolname NULLS FIRST, s.position), '[]')
            FROM pg_db_role_setting c
            LEFT JOIN pg_roles r ON r.oid = c.setrole,
            unnest(c.setconfig) WITH ORDINALITY AS s (setting, position)
           WHERE c.setdatabase = d.oid) AS settings,
         (SELECT coalesce(json_agg(json_build_object('provider', l.provider, 'label', l.label) ORDER BY l.provider), '[]')
            FROM pg_shseclabel l
           WHERE l.objoid = d.oid AND l.classoid = 'pg_database'::regclass) AS "securityLabels"
    FROM pg_database d, to_jsonb(d) AS j (row)
   WHERE d.datname = ${sqlLiteral(database)}`

/**
 * What a plain dump leaves out (fact 5), read from the shared catalogues: by default of the connected database, but any of the
 * server's can be asked for. Throws 'database-missing'.
 */
export async function readDatabaseProperties(
  ctx: Context,
  at: SqlEndpoint,
  database: string = at.connection.database,
): Promise<DatabaseProperties> {
  const [row] = await queryRows<DatabaseProperties>(ctx, at, propertiesSql(database), { timeoutMs: 30_000 })
  if (row === undefined) throw new PgsafeError('database-missing', `the database "${database}" does not exist`)
  return row
}
