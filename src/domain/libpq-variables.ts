import type { Target } from './target.ts'

/** The variables that say where libpq connects and how safely (https://www.postgresql.org/docs/current/libpq-envars.html). */
export const keywordOfVariable: Readonly<Record<string, string>> = {
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

/** The variables that lead any program of libpq's to this database. With the password, if there is one: for a user's own command only. */
export function libpqVariables({ params, database }: Pick<Target, 'params' | 'database'>): Record<string, string> {
  const found = Object.entries(keywordOfVariable).flatMap(([name, keyword]) => {
    const value = params[keyword]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(found), PGDATABASE: database }
}
