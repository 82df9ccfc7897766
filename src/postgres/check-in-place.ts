import type { Context } from '../system/context.ts'
import type { Obstacle } from './check-swap.ts'
import type { Database } from './database.ts'
import { queryRows } from './psql.ts'

interface InPlaceFacts {
  readonly mayCreate: boolean
  readonly schemas: readonly string[]
  readonly others: readonly string[]
  readonly defaultRights: readonly string[]
  readonly objects: number
  readonly relations: number
  readonly lockSlots: number
}

const firstUserOid = 16_384

const notOurs = (catalogue: string, what: string, [name, owner]: readonly [string, string]) =>
  `SELECT format('${what} %I', ${name}) AS name FROM ${catalogue} WHERE oid >= ${firstUserOid} AND NOT pg_has_role(${owner}, 'USAGE')`

/** What a DROP … CASCADE locks one by one, as well as what is created. */
const countOf = (catalogue: string) => `(SELECT count(*) FROM ${catalogue} WHERE oid >= ${firstUserOid})`
const droppedSql = ['pg_class', 'pg_type', 'pg_proc', 'pg_constraint', 'pg_attrdef', 'pg_trigger', 'pg_rewrite']
  .map(countOf)
  .concat('(SELECT count(*) FROM pg_largeobject_metadata)')
  .join(' + ')

const factsSql = `
  SELECT has_database_privilege(current_database(), 'CREATE') AS "mayCreate",
         (SELECT coalesce(json_agg(n.nspname ORDER BY n.nspname), '[]') FROM pg_namespace n
           WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT pg_has_role(n.nspowner, 'USAGE')) AS schemas,
         (SELECT coalesce(json_agg(o.name ORDER BY o.name), '[]') FROM (
            ${notOurs('pg_extension', 'the extension', ['extname', 'extowner'])} UNION
            ${notOurs('pg_publication', 'the publication', ['pubname', 'pubowner'])} UNION
            ${notOurs('pg_foreign_server', 'the foreign server', ['srvname', 'srvowner'])}) o) AS others,
         (SELECT coalesce(json_agg(DISTINCT pg_get_userbyid(a.defaclrole)), '[]') FROM pg_default_acl a
           WHERE a.defaclnamespace = 0 AND NOT pg_has_role(a.defaclrole, 'USAGE')) AS "defaultRights",
         ${droppedSql} AS objects, ${countOf('pg_class')} AS relations,
         current_setting('max_locks_per_transaction')::bigint
           * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint) AS "lockSlots"`

/** Everything that would stop an in-place restore, or keep it from being exact (fact 10), each named. Empty: it can go ahead. */
export async function checkInPlace(ctx: Context, database: Database): Promise<Obstacle[]> {
  const [facts] = await queryRows<InPlaceFacts>(ctx, database, factsSql, { timeoutMs: 30_000 })
  if (facts === undefined) return []
  const { role } = database.server
  const own = 'connect as the role that owns it, or set PGSAFE_RESTORE_URL to a role that may restore'
  return [
    ...(facts.mayCreate ? [] : [{ problem: `${role} may not create schemas here`, remedy: own }]),
    ...facts.schemas.map((name) => ({ problem: `the schema ${name} is not ${role}'s to drop`, remedy: own })),
    ...facts.others.map((what) => ({ problem: `${what} is not ${role}'s to drop`, remedy: own })),
    ...facts.defaultRights.map((owner) => ({
      problem: `the default privileges of ${owner} for all schemas are not ${role}'s to replace`,
      remedy: `a superuser runs: GRANT "${owner}" TO "${role}"; or ${own}`,
    })),
    ...lockObstacles(facts),
  ]
}

/** 10,000 tables dropped and created in one transaction end in "out of shared memory". */
function lockObstacles({ objects, relations, lockSlots }: InPlaceFacts): Obstacle[] {
  const needed = objects + relations
  if (needed <= lockSlots * 0.8) return []
  return [
    {
      problem: `one transaction would need about ${needed} locks, and the server has ${lockSlots}`,
      remedy: 'raise max_locks_per_transaction, or let a role with CREATEDB restore',
    },
  ]
}
