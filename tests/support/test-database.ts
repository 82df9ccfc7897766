import { randomBytes } from 'node:crypto'
import { quoteIdentifier, sqlLiteral } from '../../src/domain/sql-text.ts'
import type { Target } from '../../src/domain/target.ts'
import { shopSql } from '../../src/postgres/shop-database.ts'
import { type Fingerprint, fingerprint } from './fingerprint.ts'
import { runSql, type SqlTarget } from './psql.ts'
import { shopTemplate, superuserOf, testServer, urlOf } from './test-server.ts'

export interface TestDatabase {
  readonly name: string
  /** The superuser's. */
  readonly url: string
  readonly target: Target
  readonly at: SqlTarget
  /** Runs SQL as the superuser; one line per row, columns separated by `|`. */
  query(sql: string): Promise<string>
  fingerprint(): Promise<Fingerprint>
  /** Also cuts its sessions. Fine when it is gone already. */
  drop(): Promise<void>
}

export interface TestDatabaseOptions {
  readonly name?: string
  /** A role that owns the database and, with the shop, everything in it. Default: the superuser. */
  readonly owner?: string
  /** Default: empty. */
  readonly fixture?: 'shop' | 'empty'
}

/** A database of its own for one test, with a random name unless one is given. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = options.name ?? `test_${randomSuffix()}`
  const shop = options.fixture === 'shop'
  const template = shop && options.owner === undefined ? shopTemplate : 'template0'
  const owner = options.owner === undefined ? '' : ` OWNER ${quoteIdentifier(options.owner)}`
  await onServer(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${template}${owner}`)
  const database = existingTestDatabase(name)
  if (shop && options.owner !== undefined) await database.query(`SET ROLE ${quoteIdentifier(options.owner)};${shopSql}`)
  return database
}

/** A database by its name, whether it exists or not: for what a restore creates. */
export function existingTestDatabase(name: string): TestDatabase {
  const at = superuserOf(testServer(), name)
  return {
    name,
    at,
    url: urlOf(at),
    target: targetOf(at),
    query: (sql) => runSql(at, sql),
    fingerprint: () => fingerprint(at),
    drop: async () => {
      await onServer(`UPDATE pg_database SET datistemplate = false WHERE datname = ${sqlLiteral(name)};
        DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`)
    },
  }
}

/** What pgsafe would make of the connection's URL. */
export function targetOf(at: SqlTarget): Target {
  const { host, user, password, database } = at
  const params = { host, port: String(at.port), user, password, dbname: database }
  return { params, database, source: '--url', variable: 'DATABASE_URL', url: urlOf(at), notices: [] }
}

/** Runs SQL as the superuser in the database `postgres`. */
export function onServer(sql: string): Promise<string> {
  return runSql(superuserOf(testServer(), 'postgres'), sql)
}

export function randomSuffix(): string {
  return randomBytes(5).toString('hex')
}
