import type { Connection } from './connection.ts'

/** Secrets never go into an argument; the database is set from the connection; the service must not be looked up twice. */
const leftOut = new Set(['password', 'sslpassword', 'dbname', 'service', 'servicefile', 'passfile'])

/**
 * The value of `-d` for psql, pg_dump and pg_restore: `dbname='…'`, quoted so that a name with spaces, `=`, a leading dash or the
 * looks of a URL stays a name. With a service file it also repeats the URL's own keywords: that file beats PG* variables, but
 * not these. Never holds a secret.
 */
export function conninfo(connection: Pick<Connection, 'database' | 'params'>): string {
  const { database, params } = connection
  const explicit = params['service'] === undefined ? [] : Object.entries(params)
  return [['dbname', database] as const, ...explicit.filter(([keyword]) => !leftOut.has(keyword))]
    .map(([keyword, value]) => `${keyword}='${value.replace(/[\\']/g, '\\$&')}'`)
    .join(' ')
}
