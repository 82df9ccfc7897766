import { transactionsBetween } from '../domain/transactions-between.ts'
import type { DatabaseState, WriteMarks } from '../domain/write-marks.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import { readDatabaseState } from '../steps/read-database-state.ts'
import { writeJournal } from '../store/journal.ts'
import type { JsonObject } from '../store/read-json-file.ts'
import { newId } from '../store/new-id.ts'
import type { Context } from '../system/context.ts'
import type { BackupBefore } from './backup-before.ts'
import { journalFields } from './journal-fields.ts'
import { keepBefore, type KeptBefore } from './keep-before.ts'
import { pruneQuietly } from './prune-quietly.ts'

/** What the user's engine keeps exists, and the way back to it is on disk: now the database may be destroyed. */
export interface BackedUp extends KeptBefore {
  readonly runId: string
  readonly lineage: { readonly systemIdentifier: string; readonly name: string }
  /** Every table at the moment before the command: what the damage is measured against. */
  readonly state: DatabaseState
  /** Something was written between the dump or snapshot and now: neither holds it. */
  readonly writtenSince: boolean
}

/**
 * Makes a verified backup, a snapshot or both, enters the way back, prunes, and leaves the journal of a running command:
 * `closeGuard` ends it.
 */
export async function backUpBefore(ctx: Context, order: BackupBefore): Promise<BackedUp> {
  const { run, database } = order
  const lineage = { systemIdentifier: database.server.systemIdentifier, name: run.target.database }
  const runId = newId()
  const fields = journalFields(ctx, { runId, kind: order.kind, run, server: database.server })
  const enter = (phase: string, data: JsonObject = {}) => writeJournal(run.store, { ...fields, phase, data })
  const before = await readWriteMarks(ctx, database)
  const kept = await keepBefore(ctx, order, { runId, lineage, enter })
  await pruneQuietly(ctx, run)
  await enter('running', { backupId: kept.backup?.manifest.id ?? null })
  const { state, writtenSince } = await readState(ctx, order, { before, ...kept })
  return { runId, ...kept, lineage, state, writtenSince }
}

/** A dump counts the rows; so does a snapshot, but making one is a write of its own. */
async function readState(
  ctx: Context,
  { run, database }: BackupBefore,
  { before, backup, snapshot }: KeptBefore & { readonly before: WriteMarks },
): Promise<Pick<BackedUp, 'state' | 'writtenSince'>> {
  const counted =
    backup !== undefined && snapshot === undefined ? { tables: backup.manifest.tables, marks: before } : undefined
  const state = await readDatabaseState(ctx, database, {
    counted,
    lockTimeoutSeconds: run.settings.lockWaitTimeout.value,
  })
  const since = snapshot ?? { xmax: before.xmax, ownTransactions: 0 }
  return { state, writtenSince: transactionsBetween(since.xmax, state.marks.xmax) > since.ownTransactions }
}
