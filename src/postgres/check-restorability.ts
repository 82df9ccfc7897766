import type { Context } from '../system/context.ts'
import type { Obstacle } from './check-swap.ts'
import type { Database } from './database.ts'
import { queryRows } from './psql.ts'

interface RestorabilityFacts {
  readonly extensions: readonly string[]
  readonly eventTriggers: readonly string[]
  readonly publications: readonly string[]
  readonly functions: readonly string[]
  readonly owners: readonly string[]
}

const namesOf = (column: string, from: string) =>
  `(SELECT coalesce(json_agg(DISTINCT ${column} ORDER BY ${column}), '[]') FROM ${from})`

const notOfExtension = (catalogue: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = '${catalogue}'::regclass AND m.objid = ${oid} AND m.deptype = 'e')`

/** OIDs below this belong to the server's own objects, which no dump holds (FirstNormalObjectId). */
const firstUserOid = 16_384

/** What the bootstrap superuser owns stands in no pg_shdepend row: its objects are looked up in their own catalogues. */
const ownedCatalogues: readonly (readonly [string, string])[] = [
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
  ...ownedCatalogues.map(
    ([catalogue, owner]) =>
      `SELECT c.${owner} FROM ${catalogue} c WHERE c.${owner} = 10 AND c.oid >= ${firstUserOid} AND ${notOfExtension(catalogue, 'c.oid')}`,
  ),
].join('\nUNION\n')

/** Publications of whole schemas exist since 15; since 16 a membership may lack the right to SET ROLE. */
const factsSql = (major: number) => `
  SELECT ${namesOf(
    'e.extname',
    `pg_extension e JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
     WHERE e.oid >= ${firstUserOid} AND v.superuser AND NOT v.trusted`,
  )} AS extensions,
  ${namesOf('t.evtname', `pg_event_trigger t WHERE ${notOfExtension('pg_event_trigger', 't.oid')}`)} AS "eventTriggers",
  ${namesOf(
    'p.pubname',
    `pg_publication p WHERE p.puballtables
     ${major >= 15 ? 'OR EXISTS (SELECT FROM pg_publication_namespace n WHERE n.pnpubid = p.oid)' : ''}`,
  )} AS publications,
  ${namesOf(
    'f.oid::regprocedure::text',
    `pg_proc f JOIN pg_language l ON l.oid = f.prolang
     WHERE f.oid >= ${firstUserOid} AND NOT l.lanpltrusted AND ${notOfExtension('pg_proc', 'f.oid')}`,
  )} AS functions,
  ${namesOf('r.rolname', `(${ownersSql}) o JOIN pg_roles r ON r.oid = o.owner WHERE NOT pg_has_role(r.oid, '${major >= 16 ? 'SET' : 'MEMBER'}')`)} AS owners`

/**
 * What a dump of this database holds that our role could not create again (fact 4): pg_dump succeeds, the restore would not.
 * Empty for superusers.
 */
export async function checkRestorability(ctx: Context, database: Database): Promise<Obstacle[]> {
  const { role, superuser, major } = database.server
  if (superuser) return []
  const [facts] = await queryRows<RestorabilityFacts>(ctx, database, factsSql(major), { timeoutMs: 60_000 })
  if (facts === undefined) return []
  const asSuperuser = 'restore as a superuser'
  const only = (what: string) => (name: string) => ({
    problem: `only a superuser can create ${what} ${name}`,
    remedy: asSuperuser,
  })
  return [
    ...facts.extensions.map(only('the extension')),
    ...facts.eventTriggers.map(only('the event trigger')),
    ...facts.publications.map(only('the publication')),
    ...facts.functions.map(only('the function')),
    ...facts.owners.map((owner) => ({
      problem: `${owner} owns objects here, and ${role} cannot become ${owner}`,
      remedy: `a superuser runs: GRANT "${owner}" TO "${role}"; or ${asSuperuser}`,
    })),
  ]
}
