import type { CataloguedBackup } from '../domain/catalogue-entry.ts'
import { newestVerified } from '../domain/find-backup.ts'
import type { TableRows } from '../domain/manifest.ts'
import type { Database } from '../postgres/database.ts'
import { readDatabaseSize } from '../postgres/read-database-size.ts'
import { countTables } from '../steps/count-tables.ts'
import { readCatalogue } from '../store/catalogue.ts'
import type { Context } from '../system/context.ts'
import type { Run } from './open-run.ts'

/** What there is to lose. */
export interface Impact {
  /** Exact. */
  readonly tables: readonly TableRows[]
  /** Of the database on the server's disk, indexes included. */
  readonly bytes: number
  /** The newest verified backup of this database; null: there is none. */
  readonly lastBackup: { readonly name: string; readonly createdAt: Date } | null
}

/** Counts and weighs what is in the database now, and says what is held of it already. Throws `database-busy` for a locked table. */
export async function measureImpact(ctx: Context, { store, settings }: Run, database: Database): Promise<Impact> {
  const lineage = { ...database.server, name: database.target.database }
  const tables = await countTables(ctx, database, { lockWaitTimeoutSeconds: settings.lockWaitTimeout.value })
  const bytes = await readDatabaseSize(ctx, database)
  return { tables, bytes, lastBackup: describe(newestVerified(await readCatalogue(store), lineage)) }
}

function describe(backup: CataloguedBackup | undefined): Impact['lastBackup'] {
  if (backup === undefined) return null
  const { file, createdAt } = backup.manifest
  return { name: file, createdAt: new Date(createdAt) }
}
