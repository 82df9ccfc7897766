import { sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

export interface DatabaseRow {
  readonly name: string
  readonly oid: number
  readonly comment: string | null
  /** null where this role is not told. */
  readonly bytes: number | null
}

/** A database of this server by its name; undefined when there is none. */
export async function lookUpDatabase(ctx: Context, at: SqlEndpoint, name: string): Promise<DatabaseRow | undefined> {
  const rows = await queryRows<DatabaseRow>(
    ctx,
    at,
    `select datname as name, oid::bigint as oid, shobj_description(oid, 'pg_database') as comment,
       case when has_database_privilege(oid, 'CONNECT') or pg_has_role('pg_read_all_stats', 'USAGE')
         then pg_database_size(oid) end as bytes
     from pg_database where datname = ${sqlLiteral(name)}`,
  )
  return rows[0]
}
