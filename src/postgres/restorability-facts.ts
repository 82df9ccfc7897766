/** Names of what stands in the way; each list is empty when all is well. */
export interface RestorabilityFacts {
  readonly extensions: readonly string[]
  readonly eventTriggers: readonly string[]
  readonly publications: readonly string[]
  readonly functions: readonly string[]
  /** Roles that own something and that we cannot SET ROLE to. */
  readonly owners: readonly string[]
  /** Roles that we can become, and a schema in which they own something without a right to create there. */
  readonly strangers: readonly { readonly role: string; readonly schema: string }[]
  /** Roles that granted what is not theirs. */
  readonly grantors: readonly string[]
  readonly tablespaces: readonly string[]
}

/** OIDs below this belong to the server's own objects, which no dump holds (FirstNormalObjectId). */
const firstUserOid = 16_384

/** The bootstrap superuser: what it owns stands in no pg_shdepend row. Schemas of temporary tables are always its own. */
const bootstrapRole = 10

const namesOf = (column: string, from: string) =>
  `(SELECT coalesce(json_agg(DISTINCT ${column} ORDER BY ${column}), '[]') FROM ${from})`

/** Neither a member of an extension nor a part of one, as the array type of an extension's type is. */
const notOfExtension = (catalogue: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend m
      LEFT JOIN pg_depend p ON m.deptype = 'i' AND p.classid = m.refclassid AND p.objid = m.refobjid AND p.deptype = 'e'
     WHERE m.classid = '${catalogue}'::regclass AND m.objid = ${oid} AND (m.deptype = 'e' OR p.deptype = 'e'))`

const catalogueOwners: readonly (readonly [string, string])[] = [
  ['pg_class', 'relowner'],
  ['pg_namespace', 'nspowner'],
  ['pg_proc', 'proowner'],
  ['pg_type', 'typowner'],
  ['pg_largeobject_metadata', 'lomowner'],
  ['pg_publication', 'pubowner'],
  ['pg_foreign_server', 'srvowner'],
  ['pg_default_acl', 'defaclrole'],
]

const ownersSql = [
  `SELECT s.refobjid AS owner FROM pg_shdepend s
    WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND s.deptype = 'o' AND s.refclassid = 'pg_authid'::regclass AND s.classid <> 'pg_extension'::regclass
      AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = s.classid AND m.objid = s.objid AND m.deptype = 'e')`,
  ...catalogueOwners.map(
    ([catalogue, owner]) =>
      `SELECT c.${owner} FROM ${catalogue} c
        WHERE c.${owner} = ${bootstrapRole} AND c.oid >= ${firstUserOid} AND ${notOfExtension(catalogue, 'c.oid')}
          ${catalogue === 'pg_namespace' ? "AND c.nspname !~ '^pg_'" : ''}`,
  ),
].join('\nUNION\n')

/** Since 15 `public` belongs to pg_database_owner: a dump gives it back to any other owner. */
const publicOwnerSql = `UNION SELECT n.nspowner FROM pg_namespace n WHERE n.nspname = 'public' AND n.nspowner = ${bootstrapRole}`

/**
 * `ALTER … OWNER TO x` by anybody but a superuser needs x's right to create in the schema, and a dump restores grants last: only
 * the schema's owner has it by then. Until 14 everybody may create in `public`.
 */
const strangersSql = (major: number) => `
  (SELECT coalesce(json_agg(DISTINCT jsonb_build_object('role', r.rolname, 'schema', n.nspname)), '[]')
     FROM (SELECT c.relowner AS owner, c.relnamespace AS schema FROM pg_class c
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${notOfExtension('pg_class', 'c.oid')}
           UNION
           SELECT f.proowner, f.pronamespace FROM pg_proc f WHERE ${notOfExtension('pg_proc', 'f.oid')}) o
     JOIN pg_roles r ON r.oid = o.owner JOIN pg_namespace n ON n.oid = o.schema
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND r.rolname <> current_user AND NOT r.rolsuper
      AND NOT pg_has_role(r.oid, n.nspowner, 'USAGE') ${major >= 15 ? '' : "AND n.nspname <> 'public'"})`

/** A dump makes such grants after SET SESSION AUTHORIZATION. */
const grantorsSql = ['pg_class.relacl.relowner', 'pg_proc.proacl.proowner', 'pg_namespace.nspacl.nspowner']
  .map((path) => path.split('.'))
  .map(
    ([catalogue = '', acl = '', owner = '']) =>
      `SELECT x.grantor FROM ${catalogue} c, aclexplode(c.${acl}) x
        WHERE c.oid >= ${firstUserOid} AND x.grantor <> c.${owner} AND ${notOfExtension(catalogue, 'c.oid')}`,
  )
  .join('\nUNION\n')

/** One row of RestorabilityFacts. Publications of whole schemas exist since 15, memberships without SET since 16. */
export function restorabilitySql(major: number): string {
  const canBecome = `pg_has_role(r.oid, '${major >= 16 ? 'SET' : 'MEMBER'}')`
  const ofSchemas = 'OR EXISTS (SELECT FROM pg_publication_namespace n WHERE n.pnpubid = p.oid)'
  const owners = `(${ownersSql} ${major >= 15 ? publicOwnerSql : ''}) o JOIN pg_roles r ON r.oid = o.owner WHERE NOT ${canBecome}`
  const extensions = `pg_extension e JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
    WHERE e.oid >= ${firstUserOid} AND v.superuser AND NOT v.trusted`
  const functions = `pg_proc f JOIN pg_language l ON l.oid = f.prolang
    WHERE f.oid >= ${firstUserOid} AND f.prokind <> 'a' AND NOT l.lanpltrusted AND l.lanname <> 'sql' AND ${notOfExtension('pg_proc', 'f.oid')}`
  const tablespaces = `pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace
    WHERE c.oid >= ${firstUserOid} AND NOT has_tablespace_privilege(t.oid, 'CREATE')`
  return `SELECT
    ${namesOf('e.extname', extensions)} AS extensions,
    ${namesOf('t.evtname', `pg_event_trigger t WHERE ${notOfExtension('pg_event_trigger', 't.oid')}`)} AS "eventTriggers",
    ${namesOf('p.pubname', `pg_publication p WHERE p.puballtables ${major >= 15 ? ofSchemas : ''}`)} AS publications,
    ${namesOf('f.oid::regprocedure::text', functions)} AS functions,
    ${namesOf('r.rolname', owners)} AS owners,
    ${strangersSql(major)} AS strangers,
    ${namesOf('r.rolname', `(${grantorsSql}) g JOIN pg_roles r ON r.oid = g.grantor`)} AS grantors,
    ${namesOf('t.spcname', tablespaces)} AS tablespaces`
}
