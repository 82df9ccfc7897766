import { formatKeptLabel } from '../domain/kept-label.ts'
import type { RecoveryPlan, RecoveryStep } from '../domain/plan-recovery.ts'
import { allowConnections } from '../postgres/allow-connections.ts'
import { analyzeDatabase } from '../postgres/analyze-database.ts'
import { commentOnDatabase } from '../postgres/comment-on-database.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import { closeJournal, type OpenJournal } from '../store/journal.ts'
import type { Store } from '../store/open-store.ts'
import { appendUndo, readUndoChain, updateUndo } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'

interface Settling {
  readonly store: Store
  readonly at: SqlEndpoint
  readonly journal: OpenJournal
  readonly plan: RecoveryPlan
}

/**
 * Carries out what planDeadRun decided and closes the journal last: a crash in between leaves it, and the next run goes on.
 * Needs the store's lock.
 */
export async function settleDeadRun(ctx: Context, settling: Settling): Promise<void> {
  for (const step of settling.plan.steps) await carryOut(ctx, settling, step)
  await closeJournal(settling.store, settling.journal.runId)
}

async function carryOut(ctx: Context, { store, at, journal }: Settling, step: RecoveryStep): Promise<void> {
  const { target } = journal
  switch (step.do) {
    case 'drop':
      return dropDatabase(ctx, at, step.database)
    case 'enter-undo':
      return enterForUndo(ctx, { store, at, journal }, step.database)
    case 'forget-kept':
      return updateUndo(store, step.entry, { keptDatabase: null })
    case 'label':
      return labelAgain(ctx, { store, at, journal }, step.database)
    case 'analyze':
      return analyzeDatabase(ctx, { ...at, connection: connectionTo(at.connection, target.name) })
  }
}

/** A snapshot is also closed again. */
async function labelAgain(
  ctx: Context,
  { store, at, journal: { kind, target } }: Omit<Settling, 'plan'>,
  database: string,
): Promise<void> {
  const label = { database: target.name, directory: store.directory }
  const step = (await readUndoChain(store)).find(({ keptDatabase }) => keptDatabase?.name === database)
  if (step?.keptDatabase?.snapshot === undefined) {
    return commentOnDatabase(ctx, at, { database, comment: formatKeptLabel({ kind, ...label }) })
  }
  const comment = formatKeptLabel({ kind: step.kind, ...label, step: step.id })
  await allowConnections(ctx, at, { database, allowed: false, comment })
}

async function enterForUndo(
  ctx: Context,
  { store, at, journal }: Omit<Settling, 'plan'>,
  database: string,
): Promise<void> {
  const { runId, kind, startedAt, target, data } = journal
  const reverses = data['reverses']
  await appendUndo(store, {
    id: runId,
    at: startedAt,
    kind: kind === 'undo' ? 'undo' : 'restore',
    target: { systemIdentifier: target.systemIdentifier, name: target.name },
    backupId: null,
    keptDatabase: (await lookUpDatabase(ctx, at, database)) ?? null,
    reverses: typeof reverses === 'string' ? reverses : null,
    done: true,
  })
}
