import { availableParallelism } from 'node:os'
import { suggestsParallel } from '../domain/suggests-parallel.ts'
import type { Database } from '../postgres/database.ts'
import { readDatabaseSize } from '../postgres/read-database-size.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'

/** A line about the directory format when the database is large and nobody has chosen a format. */
export async function suggestDirectory(ctx: Context, { settings }: Run, database: Database): Promise<void> {
  const byDefault = settings.format.source === 'default'
  const databaseBytes = byDefault ? await readDatabaseSize(ctx, database) : 0
  if (suggestsParallel({ byDefault, databaseBytes, cores: availableParallelism() })) {
    ctx.ui.say(messages.suggestDirectory(databaseBytes))
  }
}
