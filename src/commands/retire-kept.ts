import { findBackup } from '../domain/find-backup.ts'
import { storeOfLabel } from '../domain/kept-label.ts'
import type { DatabaseProperties } from '../domain/manifest.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { readDatabaseProperties } from '../postgres/read-database-properties.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { isOtherStore } from '../store/is-other-store.ts'
import { updateUndo, type KeptDatabase, type UndoEntry } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { checkChosen } from './check-chosen.ts'
import { chosenFrom } from './chosen-backup.ts'
import { keptStyle } from './kept-style.ts'
import type { Run } from './open-run.ts'
import { takeBackup } from './take-backup.ts'
import { withOpenSnapshot } from './with-open-snapshot.ts'

export interface Retiring {
  readonly run: Run
  /** Connected to neither of them. */
  readonly maintenance: Database
  readonly step: UndoEntry
}

/**
 * Drops what one step keeps on the server. It may be the only copy of a state: without a good backup of it, one is made and
 * verified first, and the step names that backup from then on (DESIGN 7). Throws `other-database` for one of another store.
 * Needs the store's lock.
 */
export async function retireKept(ctx: Context, retiring: Retiring): Promise<void> {
  const { run, maintenance, step } = retiring
  const kept = step.keptDatabase
  if (kept === null) return
  const found = await lookUpDatabase(ctx, maintenance, kept.name)
  // The oid too: a database of the same name that somebody else made is theirs.
  if (found?.oid === kept.oid) {
    await assertOurs(run, found)
    if (await hasGoodBackup(ctx, retiring)) await dropDatabase(ctx, maintenance, kept.name)
    else await replaceByBackup(ctx, retiring, kept)
  }
  await updateUndo(run.store, step.id, { keptDatabase: null })
}

async function assertOurs({ store }: Run, { name, comment }: { name: string; comment: string | null }): Promise<void> {
  const directory = storeOfLabel(comment)
  if (directory === undefined || !(await isOtherStore(store, directory))) return
  throw new PgsafeError('other-database', `${name} belongs to another store, ${directory}`)
}

/** Read to its end: a damaged backup is none. */
async function hasGoodBackup(ctx: Context, { run, maintenance, step }: Retiring): Promise<boolean> {
  const found = step.backupId === null ? undefined : findBackup(await readCatalogue(run.store), step.backupId)
  if (found?.kind !== 'backup' || found.manifest.verification === null) return false
  try {
    await checkChosen(ctx, await chosenFrom(found), maintenance.tools)
    return true
  } catch (error) {
    if (isPgsafeError(error, 'verification-failed')) return false
    throw error
  }
}

/** Afterwards the backup is all there is of that state. */
async function replaceByBackup(ctx: Context, { run, maintenance, step }: Retiring, kept: KeptDatabase): Promise<void> {
  ctx.ui.say(messages.retiringKept(kept.name))
  const target = { ...run.target, database: step.target.name }
  const connection = connectionTo(maintenance.connection, kept.name)
  const database = { ...maintenance, target, connection, server: { ...maintenance.server, databaseOid: kept.oid } }
  const replace = async () => {
    const order = { run, database, reason: 'before-restore', ...keptStyle(run, maintenance.tools) } as const
    const { manifest } = await takeBackup(ctx, { ...order, properties: await ownProperties(ctx, maintenance, kept) })
    await updateUndo(run.store, step.id, { backupId: manifest.id })
    await dropDatabase(ctx, maintenance, kept.name)
  }
  // A snapshot lets nobody in.
  await (kept.snapshot === undefined ? replace() : withOpenSnapshot(ctx, { run, maintenance, kept }, replace))
}

/** As before it was kept: the backup is to hold the database's own comment, not our label. */
async function ownProperties(ctx: Context, at: Database, kept: KeptDatabase): Promise<DatabaseProperties> {
  if (kept.snapshot !== undefined) return kept.snapshot.properties
  return { ...(await readDatabaseProperties(ctx, at, kept.name)), comment: kept.comment }
}
