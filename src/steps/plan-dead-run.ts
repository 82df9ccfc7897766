import {
  keptDatabaseName,
  scratchDatabaseName,
  sideDatabaseName,
  snapshotDatabaseName,
} from '../domain/database-names.ts'
import { planRecovery, type RecoveryPlan, type RunTraces } from '../domain/plan-recovery.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { assertNotCopying } from '../postgres/copy-database.ts'
import { readSwapState, untilRenameEnded } from '../postgres/swap-state.ts'
import type { OpenJournal } from '../store/journal.ts'
import type { Store } from '../store/open-store.ts'
import { readUndoChain } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'

interface DeadRunAt {
  readonly store: Store
  /** Any database of the run's server, but none of its own. */
  readonly at: SqlEndpoint
  readonly journal: OpenJournal
}

/** Looks at what a dead run left on its server and decides how to end it. Changes nothing. */
export async function planDeadRun(ctx: Context, { store, at, journal }: DeadRunAt): Promise<RecoveryPlan> {
  const { runId, target } = journal
  const names = { target: target.name, side: sideDatabaseName(runId), keepAs: keptDatabaseName(runId) }
  // The server may still be at the rename that the dead run had sent it.
  if (journal.phase === 'swapping') await untilRenameEnded(ctx, at, await readSwapState(ctx, at, names))
  const exists = async (name: string) => (await lookUpDatabase(ctx, at, name)) !== undefined
  // By the names that follow from the run's id, never by what the file says: nothing else can be dropped.
  const halfBuilt: string[] = []
  for (const name of [names.side, scratchDatabaseName(runId)]) if (await exists(name)) halfBuilt.push(name)
  const chain = await readUndoChain(store)
  const recorded = chain.some(({ id }) => id === runId)
  const snapshot = snapshotDatabaseName(runId)
  if (journal.phase === 'copying') await assertNotCopying(ctx, at, snapshot)
  // Its command never ran: nobody will want to go back to it.
  if (!recorded && (await exists(snapshot))) halfBuilt.push(snapshot)
  return planRecovery(journal, {
    halfBuilt,
    kept: (await exists(names.keepAs)) ? names.keepAs : undefined,
    recorded,
    targetExists: await exists(target.name),
    reversed: await findReversed(ctx, at, { chain, journal }),
  })
}

interface Reversal {
  readonly chain: Awaited<ReturnType<typeof readUndoChain>>
  readonly journal: OpenJournal
}

async function findReversed(
  ctx: Context,
  at: SqlEndpoint,
  { chain, journal }: Reversal,
): Promise<RunTraces['reversed']> {
  const entry = chain.find(({ id }) => id === journal.data['reverses'])
  if (entry === undefined || entry.keptDatabase === null) return undefined
  const { name, oid } = entry.keptDatabase
  const found = await lookUpDatabase(ctx, at, name)
  return { id: entry.id, keptName: name, present: found?.oid === oid }
}
