import type { RowCounts } from '../domain/row-counts.ts'
import type { SchemaObject } from '../domain/schema-object.ts'
import { describeTarget } from '../domain/target.ts'
import { SchemaReader } from '../dump/schema-reader.ts'
import { assertSucceeded } from '../postgres/assert-succeeded.ts'
import { countRows } from '../postgres/count-rows.ts'
import type { Database } from '../postgres/database.ts'
import { startPgDump } from '../postgres/pg-dump.ts'
import type { Context } from '../system/context.ts'

/** A database as it is now. */
export interface LiveContents {
  /** Exact. */
  readonly counts: RowCounts
  /** What pg_dump says of its definitions. */
  readonly objects: readonly SchemaObject[]
}

/** Counts every table and has pg_dump tell the schema. Throws `database-busy` for a table that stays locked. */
export async function readLiveContents(
  ctx: Context,
  database: Database,
  { lockWaitTimeoutSeconds }: { readonly lockWaitTimeoutSeconds: number },
): Promise<LiveContents> {
  const counts = await countRows(ctx, database, { lockTimeoutSeconds: lockWaitTimeoutSeconds })
  const dump = startPgDump(ctx, {
    ...database,
    format: 'plain',
    lockWaitTimeoutSeconds,
    extraArguments: ['--schema-only'],
  })
  const reader = new SchemaReader()
  for await (const chunk of dump.stdout) reader.push(chunk as Buffer)
  const { signal } = ctx
  assertSucceeded(await dump.done, {
    tool: 'pg_dump',
    stage: 'query',
    described: describeTarget(database.target),
    signal,
  })
  return { counts, objects: reader.finish() }
}
