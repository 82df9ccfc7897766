import type { Context } from '../system/context.ts'
import type { Obstacle } from './check-swap.ts'
import type { Database } from './database.ts'
import { queryRows } from './psql.ts'
import { type RestorabilityFacts, restorabilitySql } from './restorability-facts.ts'

/**
 * What a dump of this database holds that our role could not create again (fact 4): pg_dump succeeds, the restore would not.
 * Empty for superusers.
 */
export async function checkRestorability(ctx: Context, database: Database): Promise<Obstacle[]> {
  const { role, superuser, major } = database.server
  if (superuser) return []
  const [facts] = await queryRows<RestorabilityFacts>(ctx, database, restorabilitySql(major), { timeoutMs: 60_000 })
  return facts === undefined ? [] : [...superusersOnly(facts), ...ownership(facts, role)]
}

const asSuperuser = 'restore as a superuser'

function superusersOnly(facts: RestorabilityFacts): Obstacle[] {
  const only = (what: string) => (name: string) => ({
    problem: `only a superuser can create the ${what} ${name}`,
    remedy: asSuperuser,
  })
  return [
    ...facts.extensions.map(only('extension')),
    ...facts.publications.map(only('publication')),
    ...facts.restricted.map((what) => ({
      problem: `only a superuser can create the ${what}`,
      remedy: asSuperuser,
    })),
    ...facts.publicOwner.map((owner) => ({
      problem: `rights on the schema public were changed, and only ${owner} can change them again`,
      remedy: `${asSuperuser}, or give the schema to the database's owner (ALTER SCHEMA public OWNER TO …)`,
    })),
  ]
}

function ownership({ owners, strangers, grantors, tablespaces }: RestorabilityFacts, role: string): Obstacle[] {
  return [
    ...owners.map((owner) => ({
      problem: `${owner.role} owns objects here, and ${role} cannot become ${owner.role}`,
      // Nobody should be made a superuser for this.
      remedy: owner.superuser
        ? `a superuser gives them to ${role} (ALTER … OWNER TO "${role}"); or ${asSuperuser}`
        : `a superuser runs: GRANT "${owner.role}" TO "${role}"; or ${asSuperuser}`,
    })),
    ...strangers
      .filter((stranger) => !owners.some((owner) => owner.role === stranger.role))
      .map((stranger) => ({
        problem: `${stranger.role} owns objects in the schema ${stranger.schema}, which belongs to another role`,
        remedy: `give the objects or the schema to one and the same role, or ${asSuperuser}`,
      })),
    ...grantors.map((grantor) => ({
      problem: `${grantor} granted rights on objects of other roles`,
      remedy: `let the owners grant them, or ${asSuperuser}`,
    })),
    ...tablespaces.map((name) => ({
      problem: `${role} may not create in the tablespace ${name}`,
      remedy: `a superuser runs: GRANT CREATE ON TABLESPACE "${name}" TO "${role}"`,
    })),
  ]
}
