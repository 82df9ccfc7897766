import type { Context } from '../system/context.ts'
import type { Database } from './database.ts'
import { queryRows } from './psql.ts'
import { blockingSessionsSql, mayTerminateSql } from './session-rights.ts'

/** Something that would stop a step, and what to do about it. */
export interface Obstacle {
  readonly problem: string
  readonly remedy: string
  /** A restore in place is the way out (`instead`), or would not mind (`unaffected`); else it is no way out either. */
  readonly inPlace?: 'instead' | 'unaffected'
}

interface SwapFacts {
  readonly owner: string
  readonly owns: boolean
  readonly mayCreate: boolean
  readonly template: boolean
  readonly maintenance: boolean
  readonly sessions: readonly { pid: number; role: string | null; application: string; kind: string }[]
  readonly subscriptions: readonly string[]
  readonly slots: readonly string[]
  readonly prepared: readonly string[]
}

const namesOf = (column: string, from: string) =>
  `(SELECT coalesce(json_agg(${column} ORDER BY ${column}), '[]') FROM ${from})`

const factsSql = `
  SELECT pg_get_userbyid(d.datdba) AS owner,
         pg_has_role(d.datdba, 'USAGE') AS owns,
         (SELECT r.rolcreatedb OR r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) AS "mayCreate",
         d.datistemplate AS template,
         EXISTS (SELECT FROM pg_database o WHERE o.oid <> d.oid AND o.datallowconn
                    AND has_database_privilege(o.oid, 'CONNECT')) AS maintenance,
         (SELECT coalesce(json_agg(json_build_object('pid', a.pid, 'role', a.usename, 'application', coalesce(a.application_name, ''),
                   'kind', a.backend_type) ORDER BY a.pid), '[]')
            FROM ${blockingSessionsSql} AND a.datid = d.oid AND NOT ${mayTerminateSql}) AS sessions,
         ${namesOf('s.subname', 'pg_subscription s WHERE s.subdbid = d.oid')} AS subscriptions,
         ${namesOf('r.slot_name', "pg_replication_slots r WHERE r.slot_type = 'logical' AND r.database = d.datname")} AS slots,
         ${namesOf('x.gid', 'pg_prepared_xacts x WHERE x.database = d.datname')} AS prepared
    FROM pg_database d WHERE d.datname = current_database()`

/** Everything that would stop or spoil a swap of this database (facts 6, 7), each named. Empty: the swap can go ahead. */
export async function checkSwap(ctx: Context, database: Database): Promise<Obstacle[]> {
  const [facts] = await queryRows<SwapFacts>(ctx, database, factsSql, { timeoutMs: 30_000 })
  if (facts === undefined) return []
  return [...rightsObstacles(facts, database), ...replicationObstacles(facts), ...databaseObstacles(facts, database)]
}

/** Sessions that this role cannot end are no reason by themselves: without them the swap is the better way. */
export function isInPlaceTheWayOut(obstacles: readonly Obstacle[]): boolean {
  return (
    obstacles.every(({ inPlace }) => inPlace !== undefined) && obstacles.some(({ inPlace }) => inPlace === 'instead')
  )
}

function rightsObstacles(facts: SwapFacts, { server, connection }: Database): Obstacle[] {
  const { role } = server
  const createdb: Obstacle = {
    problem: `the role ${role} may not create or rename databases`,
    remedy: `a superuser runs: ALTER ROLE "${role}" CREATEDB`,
    inPlace: 'instead',
  }
  const ownership: Obstacle = {
    problem: `the database ${connection.database} belongs to ${facts.owner}, and ${role} is not a member of that role`,
    remedy: `connect as ${facts.owner}, or a superuser runs: GRANT "${facts.owner}" TO "${role}"`,
    inPlace: 'instead',
  }
  const sessions = facts.sessions.map((session): Obstacle => ({
    problem: `pid ${session.pid} (${[session.role ?? session.kind, session.application].filter((part) => part !== '').join(', ')}) is connected, and ${role} may not end that session`,
    remedy: `end it, or a superuser runs: GRANT pg_signal_backend TO "${role}" (not enough for superusers' sessions)`,
    inPlace: 'unaffected',
  }))
  return [...(facts.mayCreate ? [] : [createdb]), ...(facts.owns ? [] : [ownership]), ...sessions]
}

/** A swap would leave these with the old database, where they go on feeding or holding it. */
function replicationObstacles({ subscriptions, slots, prepared }: SwapFacts): Obstacle[] {
  return [
    ...subscriptions.map((name) => ({
      problem: `the subscription ${name} would go on feeding the old database`,
      remedy: `drop it first (DROP SUBSCRIPTION "${name}") and create it again afterwards`,
    })),
    ...slots.map((name) => ({
      problem: `the logical replication slot ${name} would stay with the old database and hold its WAL`,
      remedy: `stop its consumer and run: SELECT pg_drop_replication_slot('${name}')`,
    })),
    ...prepared.map((gid) => ({
      problem: `the prepared transaction ${gid} blocks a rename`,
      remedy: `finish it: COMMIT PREPARED '${gid}' or ROLLBACK PREPARED '${gid}'`,
    })),
  ]
}

function databaseObstacles(facts: SwapFacts, { connection }: Database): Obstacle[] {
  const template: Obstacle = {
    problem: `${connection.database} is a template for new databases`,
    remedy: `if it need not be one: ALTER DATABASE "${connection.database}" IS_TEMPLATE false`,
    inPlace: 'unaffected',
  }
  const maintenance: Obstacle = {
    problem: `there is no database beside ${connection.database} to run a rename from`,
    remedy: 'create one: CREATE DATABASE maintenance',
    inPlace: 'unaffected',
  }
  return [...(facts.template ? [template] : []), ...(facts.maintenance ? [] : [maintenance])]
}
