import { startThrowawayServer } from '../../../src/postgres/throwaway-server.ts'
import type { ServerBinaries } from '../../../src/postgres/find-server-binaries.ts'
import { createProcessRunner } from '../../../src/system/execa-process-runner.ts'
import { runSql, type SqlTarget } from '../psql.ts'
import { fixtureRolesSql, objectKinds, objectKindsSql } from './object-kinds.ts'

export interface MajorServer {
  readonly version: string
  readonly kinds: { readonly superuser: number; readonly owner: number }
  /** The superuser, or `limited`: a role that owns its databases and may not create any. */
  at(database: string, as?: 'superuser' | 'limited'): SqlTarget
  /** A fresh copy of the fixture, with properties of its own; whatever a restore kept of the last one goes. */
  create(database: string, as: 'superuser' | 'limited'): Promise<void>
  stop(): Promise<void>
}

const limited = { user: 'limited', password: 'limited-secret' }

/** Starts a server of that major with every kind of object in two template databases, which `create` copies. */
export async function startMajor(binaries: ServerBinaries): Promise<MajorServer> {
  const signal = new AbortController().signal
  const ctx = { process: createProcessRunner(), env: process.env, cwd: process.cwd(), signal }
  const server = await startThrowawayServer(ctx, { binaries })
  const { host, port, user, password } = server
  const superuser = (database: string): SqlTarget => ({ host, port, user, password, database })
  const at: MajorServer['at'] = (database, as = 'superuser') => ({
    ...superuser(database),
    ...(as === 'limited' ? limited : {}),
  })
  const major = Number.parseInt(server.version, 10)
  const kinds = { superuser: objectKinds(major, 'superuser'), owner: objectKinds(major, 'owner') }
  await runSql(at('postgres'), prepareSql(major))
  await runSql(at('superuser_kinds'), objectKindsSql(kinds.superuser))
  await runSql(at('limited_kinds', 'limited'), objectKindsSql(kinds.owner))
  return {
    version: server.version,
    kinds: { superuser: kinds.superuser.length, owner: kinds.owner.length },
    at,
    create: (database, as) => runSql(at('postgres'), createSql(database, as)).then(() => undefined),
    stop: server.stop,
  }
}

/** Until 14 `public` is a superuser's, and nobody else could replace a database in place. */
function prepareSql(major: number): string {
  const giveAway = major >= 15 ? '' : '\\connect limited_kinds\nALTER SCHEMA public OWNER TO limited;'
  return `${fixtureRolesSql}; CREATE ROLE limited LOGIN PASSWORD '${limited.password}' IN ROLE owner_b;
    CREATE DATABASE superuser_kinds TEMPLATE template0;
    CREATE DATABASE limited_kinds TEMPLATE template0 OWNER limited;
    ${giveAway}`
}

function createSql(database: string, as: 'superuser' | 'limited'): string {
  const owner = as === 'limited' ? 'limited' : 'owner_b'
  return `SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database
     WHERE datname = '${database}' OR datname LIKE 'pgsafe%' \\gexec
    CREATE DATABASE ${database} TEMPLATE ${as}_kinds OWNER ${owner} CONNECTION LIMIT 33;
    REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC; GRANT CONNECT, CREATE ON DATABASE ${database} TO reader WITH GRANT OPTION;
    ALTER DATABASE ${database} SET search_path = "$user", kinds, public; ALTER DATABASE ${database} SET work_mem = '7MB';
    ALTER ROLE limited IN DATABASE ${database} SET statement_timeout = '41min';
    COMMENT ON DATABASE ${database} IS 'It''s "everything"';`
}
