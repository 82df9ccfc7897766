import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { executeSql } from './psql.ts'

/** Fresh statistics: a restored database has none until autovacuum comes by, and plans badly until then. */
export async function analyzeDatabase(ctx: Context, at: SqlEndpoint): Promise<void> {
  await executeSql(ctx, at, 'ANALYZE')
}
