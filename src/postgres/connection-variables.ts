import type { ConnectionParams } from '../domain/target.ts'
import type { Environment } from '../system/context.ts'

/** libpq's keywords that have an environment variable (libpq-envars). Those without one (keepalives …) are left to their defaults. */
const variableOf: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  user: 'PGUSER',
  service: 'PGSERVICE',
  servicefile: 'PGSERVICEFILE',
  passfile: 'PGPASSFILE',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  load_balance_hosts: 'PGLOADBALANCEHOSTS',
  channel_binding: 'PGCHANNELBINDING',
  require_auth: 'PGREQUIREAUTH',
  requirepeer: 'PGREQUIREPEER',
  requiressl: 'PGREQUIRESSL',
  sslmode: 'PGSSLMODE',
  sslnegotiation: 'PGSSLNEGOTIATION',
  sslcompression: 'PGSSLCOMPRESSION',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslcertmode: 'PGSSLCERTMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcrl: 'PGSSLCRL',
  sslcrldir: 'PGSSLCRLDIR',
  sslsni: 'PGSSLSNI',
  ssl_min_protocol_version: 'PGSSLMINPROTOCOLVERSION',
  ssl_max_protocol_version: 'PGSSLMAXPROTOCOLVERSION',
  min_protocol_version: 'PGMINPROTOCOLVERSION',
  max_protocol_version: 'PGMAXPROTOCOLVERSION',
  gssencmode: 'PGGSSENCMODE',
  gssdelegation: 'PGGSSDELEGATION',
  gsslib: 'PGGSSLIB',
  krbsrvname: 'PGKRBSRVNAME',
}

/** Never taken from the surroundings: they change what a session does, or send it to another server than the URL's. */
const neverInherited = new Set(['PGOPTIONS', 'PGSERVICE', 'PGSERVICEFILE'])

/**
 * The PG* variables of a connection: libpq's own rule, so a keyword of the URL beats the user's variable. Without a password:
 * that belongs into a passfile. PGSERVICEFILE counts only with a `service`, whose file it names.
 */
export function connectionVariables(env: Environment, params: ConnectionParams): Record<string, string> {
  const variables: Record<string, string> = { PGAPPNAME: 'pgsafe', PGCONNECT_TIMEOUT: '10' }
  for (const name of [...Object.values(variableOf), 'PGSYSCONFDIR']) {
    const value = env[name]
    const inherited = !neverInherited.has(name) || (name === 'PGSERVICEFILE' && params['service'] !== undefined)
    if (inherited && value !== undefined && value !== '') variables[name] = value
  }
  for (const [keyword, value] of Object.entries(params)) {
    const name = variableOf[keyword]
    if (name !== undefined && value !== '') variables[name] = value
  }
  return variables
}
