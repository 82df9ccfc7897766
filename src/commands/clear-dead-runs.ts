import { keptDatabaseName, sideDatabaseName } from '../domain/database-names.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import { closeJournal, readJournals, type OpenJournal } from '../store/journal.ts'
import { appendUndo, readUndoChain } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { Run } from './open-run.ts'

interface Place {
  readonly run: Run
  readonly server: ReachedServer
}

/** As clearDeadRuns, for a command that looks at the undo chain before it takes the store's lock; without dead runs nothing happens. */
export async function settleDeadRuns(ctx: Context, place: Place): Promise<void> {
  const { store } = place.run
  if ((await readJournals(store)).every(({ alive }) => alive)) return
  await withStore(ctx, { store, purpose: 'recover' }, () => clearDeadRuns(ctx, place))
}

/**
 * Puts right what killed runs of this store left on this server: half-built databases are dropped, and what a finished swap
 * put aside is entered for undo. Needs the store's lock. A problem is a warning, and the journal stays for the next run.
 */
export async function clearDeadRuns(ctx: Context, { run, server }: Place): Promise<void> {
  const { systemIdentifier } = server.maintenance.server
  const dead = (await readJournals(run.store)).filter(
    (journal) => !journal.alive && journal.target.systemIdentifier === systemIdentifier,
  )
  for (const journal of dead) {
    if (journal.kind === 'restore' || journal.kind === 'undo') {
      await asWarning(ctx, messages.deadRunRemains(journal), () => clear(ctx, { run, server }, journal))
    } else if (journal.target.name === run.target.database) {
      // A guard that was killed: its backup stands in the undo chain, and this database is being replaced now.
      await closeJournal(run.store, journal.runId)
    }
  }
}

/** By the names that follow from the run's id, never by what the file says: nothing else can be dropped. */
async function clear(ctx: Context, { run, server: { maintenance } }: Place, journal: OpenJournal): Promise<void> {
  const { runId } = journal
  const side = await lookUpDatabase(ctx, maintenance, sideDatabaseName(runId))
  if (side !== undefined) {
    await dropDatabase(ctx, maintenance, side.name)
    ctx.ui.say(messages.deadSideDropped(side.name))
  }
  const kept = await lookUpDatabase(ctx, maintenance, keptDatabaseName(runId))
  const known = (await readUndoChain(run.store)).some(({ id }) => id === runId)
  if (kept !== undefined && !known) await enterForUndo(run, journal, kept)
  await closeJournal(run.store, runId)
}

async function enterForUndo(
  { store }: Run,
  { runId, kind, startedAt, target }: OpenJournal,
  kept: { readonly name: string; readonly oid: number; readonly comment: string | null },
): Promise<void> {
  await appendUndo(store, {
    id: runId,
    at: startedAt,
    kind: kind === 'undo' ? 'undo' : 'restore',
    target: { systemIdentifier: target.systemIdentifier, name: target.name },
    backupId: null,
    keptDatabase: kept,
    reverses: null,
    done: false,
  })
}
