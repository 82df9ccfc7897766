import { allowConnections } from '../postgres/allow-connections.ts'
import type { Database } from '../postgres/database.ts'
import { closeJournal, writeJournal } from '../store/journal.ts'
import { newId } from '../store/new-id.ts'
import type { KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import { journalFields } from './journal-fields.ts'
import type { Run } from './open-run.ts'

interface Opening {
  readonly run: Run
  /** Connected to another database. */
  readonly maintenance: Database
  readonly kept: KeptDatabase
}

/**
 * Lets connections into a snapshot for `action`, which ends with dropping it; after a failure nobody gets in any more. Its label
 * stays all the time, and a journal tells the next run to close it when this one dies.
 */
export async function withOpenSnapshot(
  ctx: Context,
  { run, maintenance, kept }: Opening,
  action: () => Promise<void>,
): Promise<void> {
  const runId = newId()
  const allow = (allowed: boolean) => allowConnections(ctx, maintenance, { database: kept.name, allowed })
  await writeJournal(run.store, {
    ...journalFields(ctx, { runId, kind: 'backup', run, server: maintenance.server }),
    phase: 'dumping-kept',
    data: { opened: kept.name },
  })
  try {
    await allow(true)
    await action()
  } catch (error) {
    const closed = await asWarning(ctx, messages.snapshotLeftOpen(kept.name), () => allow(false))
    if (closed) await asWarning(ctx, messages.runNotClosed, () => closeJournal(run.store, runId))
    throw error
  }
  await asWarning(ctx, messages.runNotClosed, () => closeJournal(run.store, runId))
}
