import { durableCommitSql } from '../domain/durable-commit-sql.ts'
import { quoteIdentifier, sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'

/** COMMENT ON DATABASE; null removes the comment. Only its owner may. In a session that is there: saying it twice does no harm. */
export async function commentOnDatabase(
  ctx: Context,
  at: SqlEndpoint,
  { database, comment }: { readonly database: string; readonly comment: string | null },
): Promise<void> {
  const text = comment === null ? 'NULL' : sqlLiteral(comment)
  const statement = `${durableCommitSql('session')};\nCOMMENT ON DATABASE ${quoteIdentifier(database)} IS ${text}`
  await at.connection.sessions.ask(ctx, at, { statement, options: {} })
}
