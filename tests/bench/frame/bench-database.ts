import { quoteIdentifier, sqlLiteral } from '../../../src/domain/sql-text.ts'
import { runSql, type SqlTarget } from '../../support/psql.ts'
import { onServer } from '../../support/test-database.ts'
import { superuserOf, testServer } from '../../support/test-server.ts'
import { shopOf } from './fill-database.ts'
import { quick } from './options.ts'
import { progress } from './progress.ts'

export type Size = 'small' | 'medium' | 'large'

interface Shop {
  readonly orders: number
  /** As pg_database_size counts. */
  readonly label: string
}

const shops: Readonly<Record<Size, Shop>> = quick
  ? {
      small: { orders: 5_000, label: '14 MB' },
      medium: { orders: 50_000, label: '75 MB' },
      large: { orders: 150_000, label: '210 MB' },
    }
  : {
      small: { orders: 31_500, label: '50 MB' },
      medium: { orders: 385_000, label: '527 MB' },
      large: { orders: 1_475_000, label: '2 GB' },
    }

export function labelOf(size: Size): string {
  return shops[size].label
}

/** The name of the shop of that size. It is made at its first use and never written to: who changes rows takes a copy. */
export async function benchDatabase(size: Size): Promise<string> {
  const { orders } = shops[size]
  const name = `bench_shop_${String(orders)}`
  await prepareDatabase(name, shopOf(orders))
  return name
}

/** Makes a database with this SQL, unless an earlier part has. */
export async function prepareDatabase(name: string, sql: string): Promise<void> {
  const made = await onServer(
    `SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ${sqlLiteral(name)}`,
  )
  if (made === 'complete') return
  const started = performance.now()
  await dropDatabase(name)
  await onServer(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`)
  await runSql(at(name), sql)
  // Hint bits and visibility are set now, not by the first contender.
  await runSql(at(name), 'VACUUM (ANALYZE)')
  await onServer(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS 'complete'; CHECKPOINT`)
  const megabytes = Math.round((await databaseBytes(name)) / 1e6)
  progress(`made ${name}: ${String(megabytes)} MB in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** A copy that may be written to. */
export async function copyDatabase(from: string, name: string): Promise<void> {
  await dropDatabase(name)
  await onServer(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(from)} STRATEGY file_copy`)
}

export async function emptyDatabase(name: string): Promise<void> {
  await dropDatabase(name)
  await onServer(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`)
  await checkpoint()
}

export async function dropDatabase(name: string): Promise<void> {
  await onServer(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`)
}

/** What swaps and snapshots left on the server. */
export async function dropKept(): Promise<void> {
  const names = await onServer(`SELECT datname FROM pg_database WHERE datname LIKE 'pgsafe\\_%'`)
  for (const name of names.split('\n').filter((name) => name !== '')) await dropDatabase(name)
}

/** So that no run pays for what the one before it wrote. */
export async function checkpoint(): Promise<void> {
  await onServer('CHECKPOINT')
}

export async function databaseBytes(name: string): Promise<number> {
  return Number(await onServer(`SELECT pg_database_size(${sqlLiteral(name)})`))
}

/** The superuser's connection. */
export function at(database: string): SqlTarget {
  return superuserOf(testServer(), database)
}
