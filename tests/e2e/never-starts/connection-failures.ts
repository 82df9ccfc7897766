import { onServer } from '../../support/test-database.ts'
import { urlOf } from '../../support/test-server.ts'
import type { Failure } from './failure.ts'

/** What keeps pgsafe out of the database. */
export const connectionFailures: readonly Failure[] = [
  {
    why: 'the password is wrong',
    code: 'authentication-failed',
    prepare: async ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, password: 'no' }) } } }),
  },
  {
    why: 'no server answers',
    code: 'connection-refused',
    prepare: async ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, port: 1 }) } } }),
  },
  {
    why: 'nobody knows the host',
    code: 'connection-failed',
    prepare: async ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, host: 'nowhere.invalid' }) } } }),
  },
  {
    why: 'the server does not speak TLS',
    code: 'connection-failed',
    prepare: async ({ url }) => ({ run: { env: { DATABASE_URL: `${url}?sslmode=require` } } }),
  },
  {
    why: 'the database is missing',
    code: 'database-missing',
    prepare: async ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, database: 'no_such_database' }) } } }),
  },
  {
    why: 'the role may not log in',
    code: 'authentication-failed',
    prepare: async ({ role }) => {
      await onServer(`ALTER ROLE "${role.name}" NOLOGIN`)
      return {}
    },
  },
  {
    why: 'the role may have no more connections',
    code: 'connection-failed',
    prepare: async ({ role }) => {
      await onServer(`ALTER ROLE "${role.name}" CONNECTION LIMIT 0`)
      return {}
    },
  },
  {
    why: 'the URL leads to a connection pooler',
    code: 'server-unsuitable',
    prepare: async ({ url }) => ({ run: { env: { DATABASE_URL: `${url}?pgbouncer=true` } } }),
  },
]
