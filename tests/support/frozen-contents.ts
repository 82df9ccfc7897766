import { fingerprint, type Fingerprint } from './fingerprint.ts'
import { runSql, type SqlTarget } from './psql.ts'

/** What a frozen backup must bring back, in a form that is the same on every major version of PostgreSQL. */
export interface FrozenContents extends Omit<Fingerprint, 'schema'> {
  /** Every object with its owner, its comment and who may do what with it. */
  readonly objects: readonly string[]
}

/** MAINTAIN came with 17, constraints for NOT NULL with 18: neither is the dump's doing. */
const objectsSql = `
  WITH objects (class, id, owner, acl) AS (
    SELECT 'pg_class'::regclass, oid, relowner, relacl FROM pg_class WHERE relkind <> 't'
    UNION ALL SELECT 'pg_proc'::regclass, oid, proowner, proacl FROM pg_proc
    UNION ALL SELECT 'pg_type'::regclass, oid, typowner, typacl FROM pg_type
    UNION ALL SELECT 'pg_namespace'::regclass, oid, nspowner, nspacl FROM pg_namespace WHERE nspname <> 'public'
    UNION ALL SELECT 'pg_constraint'::regclass, oid, 0, NULL FROM pg_constraint WHERE contype <> 'n'
    UNION ALL SELECT 'pg_trigger'::regclass, oid, 0, NULL FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'pg_policy'::regclass, oid, 0, NULL FROM pg_policy
    UNION ALL SELECT 'pg_default_acl'::regclass, oid, defaclrole, defaclacl FROM pg_default_acl)
  SELECT json_build_array(type, identity, nullif(owner, 0)::regrole, obj_description(id, class::regclass::name),
    (SELECT json_agg(grantee::regrole || ' ' || privilege_type ORDER BY grantee::regrole::text, privilege_type)
      FROM aclexplode(acl) WHERE privilege_type <> 'MAINTAIN'))
  FROM objects, pg_identify_object(class, id, 0)
  WHERE id >= 16384 AND identity !~ '^pg_toast' ORDER BY type, identity COLLATE "C";`

/** Reads it through psql and pg_dump, independently of pgsafe's own code. */
export async function frozenContents(at: SqlTarget): Promise<FrozenContents> {
  const { schema: _, ...contents } = await fingerprint(at)
  return { ...contents, objects: (await runSql(at, objectsSql)).split('\n') }
}
