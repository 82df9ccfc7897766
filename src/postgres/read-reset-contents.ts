import type { TableRows } from '../domain/manifest.ts'
import type { ResetContents } from '../domain/reset/reset-contents.ts'
import type { Database } from './database.ts'
import { countLargeObjects, readDatabaseObjects } from './read-database-objects.ts'
import { readUserSchemas, type UserSchema } from './user-schemas.ts'
import type { Context } from '../system/context.ts'

/** With what a wipe has to know of it. */
export interface FoundContents extends ResetContents {
  readonly schemas: readonly UserSchema[]
  /** Large objects of roles whose objects we may not drop. */
  readonly foreignLargeObjects: number
}

/** Everything that is in the database which is to be reset; its tables have been counted already. */
export async function readResetContents(
  ctx: Context,
  database: Database,
  tables: readonly TableRows[],
): Promise<FoundContents> {
  const largeObjects = await countLargeObjects(ctx, database)
  return {
    schemas: await readUserSchemas(ctx, database),
    tables,
    objects: await readDatabaseObjects(ctx, database),
    largeObjects: largeObjects.count,
    foreignLargeObjects: largeObjects.foreign,
  }
}
