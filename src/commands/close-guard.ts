import { withStore } from '../steps/with-store.ts'
import { closeJournal } from '../store/journal.ts'
import { updateUndo, type UndoChanges } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
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
