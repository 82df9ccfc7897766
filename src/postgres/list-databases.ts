import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

export interface ListedDatabase {
  readonly name: string
  readonly oid: number
  readonly owner: string
  /** null where we may not connect. */
  readonly bytes: number | null
  readonly comment: string | null
  readonly isTemplate: boolean
  readonly allowConnections: boolean
  /** Sessions of roles, ours included: autovacuum has none. (Of other roles' sessions not everybody may read the type.) */
  readonly sessions: number
}

const databasesSql = `
  SELECT d.datname AS name, d.oid::bigint AS oid, pg_get_userbyid(d.datdba) AS owner,
         CASE WHEN has_database_privilege(d.oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
           THEN pg_database_size(d.oid) END AS bytes,
         shobj_description(d.oid, 'pg_database') AS comment,
         d.datistemplate AS "isTemplate", d.datallowconn AS "allowConnections",
         (SELECT count(*) FROM pg_stat_activity a
           WHERE a.datid = d.oid AND a.usesysid IS NOT NULL) AS sessions
    FROM pg_database d ORDER BY d.datname`

/** All databases of the server, by name: those that pgsafe made are told by their names (domain/database-names.ts). */
export async function listDatabases(ctx: Context, at: SqlEndpoint): Promise<ListedDatabase[]> {
  return queryRows<ListedDatabase>(ctx, at, databasesSql, { timeoutMs: 60_000 })
}
