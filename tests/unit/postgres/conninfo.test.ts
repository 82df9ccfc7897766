import { expect, it } from 'vitest'
import { conninfo } from '../../../src/postgres/conninfo.ts'

it.each([
  ['app', `dbname='app'`],
  ["it's", `dbname='it\\'s'`],
  ['back\\slash', `dbname='back\\\\slash'`],
  ['-d x', `dbname='-d x'`],
  ['postgres://h/x?password=y', `dbname='postgres://h/x?password=y'`],
])('names the database %j and nothing else', (database, expected) => {
  expect(conninfo({ database, params: { host: 'h', user: 'u', password: 'x' } })).toBe(expected)
})

it("repeats the URL's own keywords beside a service, whose file would beat variables, and never a secret", () => {
  const params = {
    service: 's',
    dbname: 'old',
    user: "o'brien",
    password: 'x',
    sslpassword: 'y',
    passfile: '/p',
    port: '1',
  }
  expect(conninfo({ database: 'app', params })).toBe(`dbname='app' user='o\\'brien' port='1'`)
})
