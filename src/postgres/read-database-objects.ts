import type { DatabaseObject } from '../domain/database-object.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import { userSchemasSql } from './user-schemas.ts'

/** OIDs below this belong to the server's own objects (FirstNormalObjectId). */
const firstUserOid = 16_384

/** Catalogues of what stands in no schema, with the column of the owner; without one it is a superuser's to drop. */
const catalogues: readonly (readonly [name: string, owner: string | null])[] = [
  ['pg_extension', 'extowner'],
  ['pg_publication', 'pubowner'],
  ['pg_event_trigger', 'evtowner'],
  ['pg_foreign_data_wrapper', 'fdwowner'],
  ['pg_foreign_server', 'srvowner'],
  ['pg_language', 'lanowner'],
  ['pg_am', null],
  ['pg_cast', null],
  ['pg_transform', null],
]

const rowsOf = ([name, owner]: (typeof catalogues)[number]) =>
  `SELECT '${name}'::regclass AS classid, oid, ${owner ?? 'NULL::oid'} AS owner FROM ${name} WHERE oid >= ${firstUserOid}`

const objectsSql = `
  SELECT i.type, i.identity, s.schemas,
         CASE WHEN o.owner IS NULL THEN (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user)
              ELSE pg_has_role(o.owner, 'USAGE') END AS ours
    FROM (${catalogues.map(rowsOf).join('\n  UNION ALL ')}
          UNION ALL SELECT 'pg_default_acl'::regclass, oid, defaclrole FROM pg_default_acl WHERE defaclnamespace = 0) o,
         pg_identify_object(o.classid, o.oid, 0) i,
         LATERAL (SELECT coalesce(json_agg(DISTINCT n.nspname), '[]') AS schemas
                    FROM pg_depend d, pg_identify_object(d.refclassid, d.refobjid, 0) r, ${userSchemasSql}
                     AND CASE d.refclassid WHEN 'pg_namespace'::regclass THEN n.oid = d.refobjid
                                           ELSE quote_ident(n.nspname) = r.schema END
                     AND d.classid = o.classid AND d.objid = o.oid AND d.deptype IN ('n', 'a')) s
   WHERE NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = o.classid AND m.objid = o.oid AND m.deptype = 'e')
   ORDER BY i.type <> 'event trigger', i.type COLLATE "C", i.identity COLLATE "C"`

/** These can live in a schema, or on a function in one; the others, when they hang on a schema, are as good as a part of it. */
const named = ['extension', 'event trigger']

/** What stands in no schema and in no extension, event triggers first. */
export async function readDatabaseObjects(ctx: Context, at: SqlEndpoint): Promise<DatabaseObject[]> {
  const objects = await queryRows<DatabaseObject>(ctx, at, objectsSql, { timeoutMs: 60_000 })
  return objects.filter(({ type, schemas }) => schemas.length === 0 || named.includes(type))
}

export interface LargeObjects {
  readonly count: number
  /** Those of roles whose objects we may not drop. */
  readonly foreign: number
}

const largeObjectsSql = `SELECT count(*), count(*) FILTER (WHERE NOT pg_has_role(l.lomowner, 'USAGE')) AS foreign
  FROM pg_largeobject_metadata l`

export async function countLargeObjects(ctx: Context, at: SqlEndpoint): Promise<LargeObjects> {
  const [counted] = await queryRows<LargeObjects>(ctx, at, largeObjectsSql, { timeoutMs: 60_000 })
  return counted ?? { count: 0, foreign: 0 }
}
