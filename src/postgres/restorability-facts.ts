import { firstUserOid, notOfExtension, superusersOnlySql } from './superusers-only-sql.ts'

/** Names of what stands in the way; each list is empty when all is well. */
export interface RestorabilityFacts {
  readonly extensions: readonly string[]
  readonly publications: readonly string[]
  /** Anything else that only a superuser can create: "event trigger watcher". */
  readonly restricted: readonly string[]
  /** Whoever owns `public`, where its rights are not the ones it was made with and we are not that role. */
  readonly publicOwner: readonly string[]
  /** Roles that own something and that we cannot SET ROLE to. */
  readonly owners: readonly { readonly role: string; readonly superuser: boolean }[]
  /** Roles that we can become, and a schema in which they own something without a right to create there. */
  readonly strangers: readonly { readonly role: string; readonly schema: string }[]
  /** Roles that granted what is not theirs. */
  readonly grantors: readonly string[]
  readonly tablespaces: readonly string[]
}

/** The bootstrap superuser: what it owns stands in no pg_shdepend row. Schemas of temporary tables are always its own. */
const bootstrapRole = 10

const namesOf = (column: string, from: string) =>
  `(SELECT coalesce(json_agg(DISTINCT ${column} ORDER BY ${column}), '[]') FROM ${from})`

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

/** Until 14 `public` belongs to the bootstrap superuser, who alone can take back what everybody may do there. */
const changedPublicSql = `pg_namespace n JOIN pg_init_privs i ON i.objoid = n.oid AND i.classoid = 'pg_namespace'::regclass
  WHERE n.nspname = 'public' AND n.nspowner = ${bootstrapRole} AND NOT (n.nspacl @> i.initprivs AND n.nspacl <@ i.initprivs)`

/** One row of RestorabilityFacts. Publications of whole schemas exist since 15, memberships without SET since 16. */
export function restorabilitySql(major: number): string {
  const canBecome = `pg_has_role(r.oid, '${major >= 16 ? 'SET' : 'MEMBER'}')`
  const ofSchemas = 'OR EXISTS (SELECT FROM pg_publication_namespace n WHERE n.pnpubid = p.oid)'
  const owners = `(${ownersSql} ${major >= 15 ? publicOwnerSql : ''}) o JOIN pg_roles r ON r.oid = o.owner WHERE NOT ${canBecome}`
  const extensions = `pg_extension e JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
    WHERE e.oid >= ${firstUserOid} AND v.superuser AND NOT v.trusted`
  const tablespaces = `pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace
    WHERE c.oid >= ${firstUserOid} AND NOT has_tablespace_privilege(t.oid, 'CREATE')`
  return `SELECT
    ${namesOf('e.extname', extensions)} AS extensions,
    ${namesOf('p.pubname', `pg_publication p WHERE p.puballtables ${major >= 15 ? ofSchemas : ''}`)} AS publications,
    ${namesOf('s.name', `(${superusersOnlySql}) s`)} AS restricted,
    ${namesOf('n.nspowner::regrole::text', changedPublicSql)} AS "publicOwner",
    ${namesOf("jsonb_build_object('role', r.rolname, 'superuser', r.rolsuper)", owners)} AS owners,
    ${strangersSql(major)} AS strangers,
    ${namesOf('r.rolname', `(${grantorsSql}) g JOIN pg_roles r ON r.oid = g.grantor`)} AS grantors,
    ${namesOf('t.spcname', tablespaces)} AS tablespaces`
}
