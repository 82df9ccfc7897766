import { quoteIdentifier } from '../domain/sql-text.ts'
import type { TableRows } from '../domain/manifest.ts'
import type { Context } from '../system/context.ts'
import { countRows } from './count-rows.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

export interface TableHash extends TableRows {
  /** MD5 over the MD5s of all rows, in their order: the same content gives the same hash, wherever its rows lie. */
  readonly hash: string
}

/** Exact rows and a content hash of every table. Reads it all: meant for small databases (the demo). */
export async function hashTables(ctx: Context, at: SqlEndpoint): Promise<TableHash[]> {
  const { tables } = await countRows(ctx, at)
  const queries = tables.map(
    ({ schema, name }, index) => `
      SELECT ${String(index)} AS index, count(*) AS rows, md5(coalesce(string_agg(row, '' ORDER BY row), '')) AS hash
      FROM (SELECT md5(t::text) AS row FROM ONLY ${quoteIdentifier(schema)}.${quoteIdentifier(name)} t) AS rows`,
  )
  if (queries.length === 0) return []
  const rows = await queryRows<{ index: number; rows: number; hash: string }>(ctx, at, queries.join('\nUNION ALL\n'))
  const byIndex = new Map(rows.map((row) => [row.index, row]))
  return tables.map(({ schema, name }, index) => {
    const found = byIndex.get(index)
    return { schema, name, rows: found?.rows ?? 0, hash: found?.hash ?? '' }
  })
}
