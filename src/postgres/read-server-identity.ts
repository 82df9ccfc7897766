import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { ServerIdentity, SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/**
 * Lineage needs the system identifier, which some managed servers keep to themselves. Then the server's address stands for it:
 * the same for every backup made over this address, never equal to a real identifier, and never to another server's.
 */
const identitySql = (systemIdentifier: string) => `
  SELECT ${systemIdentifier} AS "systemIdentifier",
         (SELECT d.oid::bigint FROM pg_database d WHERE d.datname = current_database()) AS "databaseOid",
         current_setting('server_version') AS version,
         current_setting('server_version_num')::int / 10000 AS major,
         host(inet_server_addr()) AS address,
         coalesce(inet_server_port(), current_setting('port')::int) AS port,
         current_user AS role,
         (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) AS superuser,
         pg_is_in_recovery() AS "inRecovery"`

/**
 * Who the server is. Where pg_control_system() is not ours to call, `systemIdentifier` is "unknown:<host>:<port>"
 * of the connection. Throws 'server-unsuitable' for servers older than 13, and what a failed connection throws.
 */
export async function readServerIdentity(ctx: Context, at: SqlEndpoint): Promise<ServerIdentity> {
  const row = await readIdentityRow(ctx, at)
  if (row === undefined) throw new PgsafeError('connection-failed', 'the server did not say who it is')
  if (row.major < 13) {
    throw new PgsafeError('server-unsuitable', `the server runs PostgreSQL ${row.version}; pgsafe needs 13 or newer`)
  }
  return { ...row, systemIdentifier: row.systemIdentifier ?? pseudoIdentifier(at, row.port) }
}

type IdentityRow = Omit<ServerIdentity, 'systemIdentifier'> & { readonly systemIdentifier: string | null }

/** The server checks the right to call before it evaluates any condition around the call: so try, then go without. */
async function readIdentityRow(ctx: Context, at: SqlEndpoint): Promise<IdentityRow | undefined> {
  const read = async (systemIdentifier: string) => {
    const [row] = await queryRows<IdentityRow>(ctx, at, identitySql(systemIdentifier), { timeoutMs: 30_000 })
    return row
  }
  try {
    return await read('(SELECT c.system_identifier::text FROM pg_control_system() c)')
  } catch (error) {
    if (isPgsafeError(error, 'insufficient-rights')) return read('NULL')
    throw error
  }
}

function pseudoIdentifier(at: SqlEndpoint, port: number): string {
  const { PGHOST, PGHOSTADDR } = at.connection.env
  return `unknown:${PGHOST ?? PGHOSTADDR ?? 'local'}:${String(port)}`
}
