import type { DatabaseProperties } from '../domain/manifest.ts'
import { readDatabaseProperties } from '../postgres/read-database-properties.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import type { ChosenBackup } from './chosen-backup.ts'

/** As they were when the backup was made; for a foreign file as they are now, else those of the server's own database. */
export async function propertiesFor(
  ctx: Context,
  backup: ChosenBackup,
  server: ReachedServer,
): Promise<DatabaseProperties> {
  if (backup.manifest !== undefined) return backup.manifest.database.properties
  return readDatabaseProperties(ctx, server.database ?? server.maintenance)
}
