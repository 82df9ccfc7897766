import { managedRoles, managedSettings } from '../domain/managed-marks.ts'
import type { ServerSigns } from '../domain/server-danger.ts'
import { sqlLiteral } from '../domain/sql-text.ts'

/** What one query about a database tells. */
export interface SignRow {
  readonly roles: readonly string[]
  readonly settings: readonly string[]
  readonly clients: NonNullable<ServerSigns['clients']>
  readonly hidden: number
  readonly standbys: readonly string[]
  readonly archive: string
  readonly tls: boolean
  readonly inRecovery: boolean
  readonly ownAddress: string | null
  readonly serverAddress: string | null
  /** Quoted names of the tables in which Rails keeps its environment. */
  readonly railsTables: readonly string[]
  /** The database's own, with the mark of `pgsafe protect`; null too when there is no such database. */
  readonly comment: string | null
}

const listOf = (names: object) => Object.keys(names).map(sqlLiteral).join(', ')

/** Sessions of clients in the database, but ours. The type is hidden in other roles' sessions, and with it the address. */
const otherClients = (database: string) =>
  `pg_stat_activity a WHERE a.datname = ${sqlLiteral(database)} AND a.pid <> pg_backend_pid()`

/** One expression for each: all in one query, or each in its own where that is refused. */
export function dangerSignsSql(database: string): Record<keyof SignRow, string> {
  return {
    roles: `(SELECT coalesce(json_agg(rolname ORDER BY rolname), '[]') FROM pg_roles WHERE rolname IN (${listOf(managedRoles)}))`,
    settings: `(SELECT coalesce(json_agg(DISTINCT split_part(name, '.', 1)), '[]') FROM pg_settings
      WHERE split_part(name, '.', 2) <> '' AND split_part(name, '.', 1) IN (${listOf(managedSettings)}))`,
    clients: `(SELECT coalesce(json_agg(c), '[]') FROM (
      SELECT host(a.client_addr) AS address, coalesce(a.application_name, '') AS application, count(*) AS sessions
        FROM ${otherClients(database)} AND a.backend_type = 'client backend'
       GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 100) c)`,
    hidden: `(SELECT count(*) FROM ${otherClients(database)} AND a.backend_type IS NULL AND a.usesysid IS NOT NULL)`,
    standbys: `(SELECT coalesce(json_agg(r.application_name ORDER BY r.application_name), '[]')
      FROM pg_stat_replication r JOIN pg_stat_activity a ON a.pid = r.pid
     WHERE a.datid IS NULL AND r.state IS DISTINCT FROM 'backup')`,
    archive: `current_setting('archive_mode')`,
    tls: `current_setting('ssl')::boolean`,
    inRecovery: 'pg_is_in_recovery()',
    ownAddress: 'host(inet_client_addr())',
    serverAddress: 'host(inet_server_addr())',
    railsTables: `(SELECT coalesce(json_agg(format('%I.%I', n.nspname, c.relname) ORDER BY n.nspname), '[]')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relname = 'ar_internal_metadata' AND c.relkind = 'r' AND current_database() = ${sqlLiteral(database)}
       AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))`,
    comment: `(SELECT shobj_description(d.oid, 'pg_database') FROM pg_database d WHERE d.datname = ${sqlLiteral(database)})`,
  }
}
