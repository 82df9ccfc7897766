import type { ConnectionParams } from '../domain/target.ts'

/** The variables that say where libpq connects and how safely (https://www.postgresql.org/docs/current/libpq-envars.html). */
const keywordOf: Readonly<Record<string, string>> = {
  PGHOST: 'host',
  PGHOSTADDR: 'hostaddr',
  PGPORT: 'port',
  PGUSER: 'user',
  PGPASSWORD: 'password',
  PGPASSFILE: 'passfile',
  PGREQUIREAUTH: 'require_auth',
  PGCHANNELBINDING: 'channel_binding',
  PGTARGETSESSIONATTRS: 'target_session_attrs',
  PGSSLMODE: 'sslmode',
  PGSSLNEGOTIATION: 'sslnegotiation',
  PGSSLCERT: 'sslcert',
  PGSSLKEY: 'sslkey',
  PGSSLCERTMODE: 'sslcertmode',
  PGSSLROOTCERT: 'sslrootcert',
  PGSSLCRL: 'sslcrl',
  PGSSLCRLDIR: 'sslcrldir',
  PGREQUIREPEER: 'requirepeer',
  PGGSSENCMODE: 'gssencmode',
}

/** libpq's rule: what the URL or the service leaves out comes from PG* variables. Explicit, so that all who look see the same host. */
export function fillFromEnvironment(
  params: ConnectionParams,
  lookUp: (name: string) => string | undefined,
): ConnectionParams {
  const found = Object.entries(keywordOf).flatMap(([name, keyword]) => {
    const value = lookUp(name)
    return value === undefined || keyword in params ? [] : [[keyword, value] as const]
  })
  return { ...Object.fromEntries(found), ...params }
}
