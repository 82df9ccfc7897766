import { expect, it } from 'vitest'
import { fillFromEnvironment } from '../../../src/config/libpq-environment.ts'
import { libpqVariables } from '../../../src/domain/libpq-variables.ts'

const params = { host: 'h', port: '5433', user: 'u', password: 'p', sslmode: 'require', dbname: 'd', keepalives: '1' }

it('names the database for every program of libpq, without what has no such variable', () => {
  expect(libpqVariables({ params, database: 'd' })).toEqual({
    PGHOST: 'h',
    PGPORT: '5433',
    PGUSER: 'u',
    PGPASSWORD: 'p',
    PGSSLMODE: 'require',
    PGDATABASE: 'd',
  })
})

it('is what libpq reads back', () => {
  const variables = libpqVariables({ params, database: 'd' })
  expect(fillFromEnvironment({}, (name) => variables[name])).toEqual({
    host: 'h',
    port: '5433',
    user: 'u',
    password: 'p',
    sslmode: 'require',
  })
})
