import { dropDatabase } from '../postgres/side-database.ts'
import { withServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import { closeJournal } from '../store/journal.ts'
import { updateUndo, type UndoChanges } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { BackedUp } from './back-up-before.ts'
import type { Run } from './open-run.ts'

/** The guarded command has ended, or never started: the run's journal goes, and its undo entry says what came of it. */
export async function closeGuard(
  ctx: Context,
  { store }: Pick<Run, 'store'>,
  { runId, ...changes }: UndoChanges & { readonly runId: string },
): Promise<void> {
  await asWarning(ctx, messages.runNotClosed, async () => {
    await closeJournal(store, runId)
    await withStore(ctx, { store, purpose: 'guard' }, () => updateUndo(store, runId, changes))
  })
}

/** The command never started: there is nothing to undo, and nothing that its snapshot would be needed for. */
export async function abandonGuard(ctx: Context, run: Run, { runId, snapshot }: BackedUp): Promise<void> {
  if (snapshot === undefined) return closeGuard(ctx, run, { runId, done: true, backupId: null })
  const { name } = snapshot
  const dropped = await asWarning(ctx, messages.snapshotRemains(name), () =>
    withServer(ctx, run.target, ({ maintenance }) => dropDatabase(ctx, maintenance, name)),
  )
  await closeGuard(ctx, run, { runId, done: true, backupId: null, ...(dropped ? { keptDatabase: null } : {}) })
}
