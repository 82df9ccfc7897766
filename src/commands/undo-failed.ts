import type { GlobalFlags } from '../config/global-flags.ts'
import { withServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import { readUndoChain } from '../store/undo-chain.ts'
import type { CommandOutcome } from '../steps/run-command.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { BackedUp } from './back-up-before.ts'
import type { Run } from './open-run.ts'
import { putBack } from './put-back.ts'

interface Failed {
  readonly run: Run
  readonly backedUp: Pick<BackedUp, 'runId'>
  readonly outcome: CommandOutcome
  readonly flags: GlobalFlags
  /** What does it by hand. */
  readonly restoreLine: string
}

/**
 * `--on-failure undo`: the command failed, and the state before it comes back without another question: consent was given to the
 * command, and what it left is kept for a second undo. Returns whether it worked; a failure is a warning with the line to type.
 */
export async function undoFailed(ctx: Context, failed: Failed): Promise<boolean> {
  const { run, backedUp, outcome, restoreLine } = failed
  // The consent to the command holds for this too, should the role be unable to bring everything back.
  const flags = { ...failed.flags, yes: true, confirm: run.target.database }
  ctx.ui.report(messages.undoingFailed(outcome))
  return asWarning(ctx, messages.failedNotUndone(restoreLine), () =>
    withServer(ctx, run.target, async (server) => {
      const entry = (await readUndoChain(run.store)).find(({ id }) => id === backedUp.runId)
      if (entry === undefined) throw new Error(`the undo chain has no entry ${backedUp.runId}`)
      await withStore(ctx, { store: run.store, purpose: 'undo' }, () => putBack(ctx, { run, server, entry, flags }))
    }),
  )
}
