import type { TableName } from '../domain/row-counts.ts'
import { quoteIdentifier } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Locks of one statement are held together, also those on indexes: far below the server's default of 6,400. */
const tablesPerQuery = 200

export interface TableQuery {
  /** What to select from each table: aggregates with names. */
  readonly columns: string
  /** How long to wait for a locked table; else as long as it takes. */
  readonly lockTimeoutSeconds?: number | undefined
}

/**
 * One row of aggregates per table (its own rows only), in the order of `tables`. Row security never hides rows: where it would, this
 * throws 'insufficient-rights', as it does for a table that we may not read. A lock outlasting the timeout: 'database-busy'.
 */
export async function queryEachTable<T extends object>(
  ctx: Context,
  at: SqlEndpoint,
  tables: readonly TableName[],
  { columns, lockTimeoutSeconds }: TableQuery,
): Promise<T[]> {
  const lockTimeout = lockTimeoutSeconds === undefined ? {} : { lock_timeout: `${String(lockTimeoutSeconds)}s` }
  const found: T[] = []
  for (let start = 0; start < tables.length; start += tablesPerQuery) {
    const selects = tables
      .slice(start, start + tablesPerQuery)
      .map((table, index) => `SELECT ${String(index)} AS index, ${columns} FROM ONLY ${quoteTable(table)}`)
    const rows = await queryRows<T & { index: number }>(ctx, at, selects.join('\nUNION ALL\n'), {
      settings: { row_security: 'off', ...lockTimeout },
    })
    found.push(...rows.sort((a, b) => a.index - b.index))
  }
  return found
}

function quoteTable({ schema, name }: TableName): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
}
