import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

export interface UserSchema {
  readonly name: string
  /** An extension lives in it: dropping the schema would drop the extension. */
  readonly holdsExtension: boolean
  readonly owner: string
  /** We own it, or are its owner's member: we may drop it and everything in it. */
  readonly owned: boolean
  /** Relations in it that we may not drop: they belong to others, and so does the schema. */
  readonly foreign: readonly string[]
}

const partOfExtension = (catalogue: string, oid: string) =>
  `EXISTS (SELECT FROM pg_depend m
    WHERE m.classid = '${catalogue}'::regclass AND m.objid = ${oid} AND m.deptype = 'e')`

/** Schemas of users: neither the system's nor those that an extension made for itself. */
export const userSchemasSql = `pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT ${partOfExtension('pg_namespace', 'n.oid')}`

const schemasSql = `
  SELECT n.nspname AS name, pg_get_userbyid(n.nspowner) AS owner, pg_has_role(n.nspowner, 'USAGE') AS owned,
         (EXISTS (SELECT FROM pg_extension x WHERE x.extnamespace = n.oid)
          OR EXISTS (SELECT FROM pg_depend d JOIN pg_depend m USING (classid, objid)
                      WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND m.deptype = 'e')
         ) AS "holdsExtension",
         (SELECT coalesce(json_agg(c.relname ORDER BY c.relname), '[]') FROM pg_class c
           WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
             AND NOT pg_has_role(n.nspowner, 'USAGE') AND NOT pg_has_role(c.relowner, 'USAGE')
             AND NOT ${partOfExtension('pg_class', 'c.oid')}) AS foreign
    FROM ${userSchemasSql}
   ORDER BY n.nspname`

/** Ordered by name. */
export async function readUserSchemas(ctx: Context, at: SqlEndpoint): Promise<UserSchema[]> {
  return queryRows<UserSchema>(ctx, at, schemasSql, { timeoutMs: 60_000 })
}

/** Locks that dropping everything in one transaction takes, at most, and how many the server has room for (fact 10). */
export interface LockNeed {
  readonly needed: number
  readonly room: number
}

const lockNeedSql = `
  SELECT (SELECT count(*) + count(*) FILTER (WHERE c.reltoastrelid <> 0) * 2 FROM pg_class c
           WHERE c.relnamespace IN (SELECT n.oid FROM ${userSchemasSql}))
         + (SELECT count(*) FROM pg_largeobject_metadata) AS needed,
         current_setting('max_locks_per_transaction')::bigint
         * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint) AS room`

export async function readLockNeed(ctx: Context, at: SqlEndpoint): Promise<LockNeed> {
  const [need] = await queryRows<LockNeed>(ctx, at, lockNeedSql, { timeoutMs: 60_000 })
  return need ?? { needed: 0, room: 0 }
}
