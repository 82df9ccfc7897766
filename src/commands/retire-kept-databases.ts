import type { Database } from '../postgres/database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import { readUndoChain, type KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { chooseRetired } from '../domain/choose-retired.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'
import { takeBackup } from './take-backup.ts'

/**
 * Drops the kept databases that retention no longer covers. Each may be the only copy of a state, so it is dumped and
 * verified first (DESIGN 7). Only databases of this store's undo chain: those of other stores are not ours to touch.
 * The swap has succeeded by now, so a problem here is a warning. Needs the store's lock.
 */
export async function retireKeptDatabases(
  ctx: Context,
  { run, server }: { readonly run: Run; readonly server: ReachedServer },
): Promise<void> {
  const { count, hours } = run.settings.keptDatabases
  const lineage = { systemIdentifier: server.maintenance.server.systemIdentifier, name: run.target.database }
  const entries = await readUndoChain(run.store)
  const retired = chooseRetired(entries, { lineage, count: count.value, hours: hours.value, now: ctx.now() })
  for (const kept of retired) {
    try {
      await retire(ctx, { run, maintenance: server.maintenance, kept })
    } catch (error) {
      ctx.ui.warn(messages.keptRemains(kept.name, error instanceof Error ? error.message : String(error)))
    }
  }
}

async function retire(
  ctx: Context,
  { run, maintenance, kept }: { readonly run: Run; readonly maintenance: Database; readonly kept: KeptDatabase },
): Promise<void> {
  const found = await lookUpDatabase(ctx, maintenance, kept.name)
  // The oid too: a database of the same name that somebody else made is theirs.
  if (found?.oid !== kept.oid) return
  const connection = connectionTo(maintenance.connection, kept.name)
  const database = {
    ...maintenance,
    target: run.target,
    connection,
    server: { ...maintenance.server, databaseOid: kept.oid },
  }
  await takeBackup(ctx, { run, database, reason: 'before-restore', format: 'plain', compression: 'gzip' })
  await dropDatabase(ctx, maintenance, kept.name)
}
