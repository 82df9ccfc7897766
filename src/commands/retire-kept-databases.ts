import { chooseRetired } from '../domain/choose-retired.ts'
import type { Database } from '../postgres/database.ts'
import { commentOnDatabase } from '../postgres/comment-on-database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import { readUndoChain, updateUndo, type KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { Run } from './open-run.ts'
import { takeBackup } from './take-backup.ts'

/**
 * Drops the kept databases that retention no longer covers. Each may be the only copy of a state, so it is dumped and
 * verified first (DESIGN 7), and its undo entry names that backup from then on. Only databases of this store's undo chain:
 * those of other stores are not ours to touch. Needs the store's lock.
 */
export async function retireKeptDatabases(
  ctx: Context,
  { run, server }: { readonly run: Run; readonly server: ReachedServer },
): Promise<void> {
  const { count, hours } = run.settings.keptDatabases
  const lineage = { systemIdentifier: server.maintenance.server.systemIdentifier, name: run.target.database }
  const entries = await readUndoChain(run.store)
  const retired = chooseRetired(entries, { lineage, count: count.value, hours: hours.value, now: ctx.now() })
  for (const { id, keptDatabase: kept } of retired) {
    if (kept === null) continue
    await asWarning(ctx, messages.keptRemains(kept.name), async () => {
      const backupId = await retire(ctx, { run, maintenance: server.maintenance, kept })
      await updateUndo(run.store, id, { keptDatabase: null, ...(backupId === undefined ? {} : { backupId }) })
    })
  }
}

interface Retiring {
  readonly run: Run
  readonly maintenance: Database
  readonly kept: KeptDatabase
}

/** Returns the id of the backup that takes its place; undefined when the database was gone already. */
async function retire(ctx: Context, { run, maintenance, kept }: Retiring): Promise<string | undefined> {
  const found = await lookUpDatabase(ctx, maintenance, kept.name)
  // The oid too: a database of the same name that somebody else made is theirs.
  if (found?.oid !== kept.oid) return undefined
  ctx.ui.say(messages.retiringKept(kept.name))
  const connection = connectionTo(maintenance.connection, kept.name)
  const server = { ...maintenance.server, databaseOid: kept.oid }
  const database = { ...maintenance, target: run.target, connection, server }
  // The backup is to hold the database's own comment, not our label: the database goes in a moment.
  await commentOnDatabase(ctx, maintenance, { database: kept.name, comment: kept.comment })
  const backup = await takeBackup(ctx, {
    run,
    database,
    reason: 'before-restore',
    format: 'plain',
    compression: 'gzip',
  })
  await dropDatabase(ctx, maintenance, kept.name)
  return backup.manifest.id
}
