import { quoteIdentifier, sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { executeSql } from './psql.ts'

/** COMMENT ON DATABASE; null removes the comment. Only its owner may. */
export async function commentOnDatabase(
  ctx: Context,
  at: SqlEndpoint,
  { database, comment }: { readonly database: string; readonly comment: string | null },
): Promise<void> {
  const text = comment === null ? 'NULL' : sqlLiteral(comment)
  await executeSql(ctx, at, `COMMENT ON DATABASE ${quoteIdentifier(database)} IS ${text}`)
}
