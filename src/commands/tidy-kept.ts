import { withServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { Run } from './open-run.ts'
import { retireKeptDatabases } from './retire-kept-databases.ts'

/**
 * Retention of kept databases after a command that a snapshot was made for. Not before it: an older snapshot may have to be
 * dumped first, and that is what a snapshot is to spare. A problem is a warning.
 */
export async function tidyKept(ctx: Context, run: Run): Promise<void> {
  if (ctx.signal.aborted) return
  await asWarning(ctx, messages.keptNotRetired, () =>
    withServer(ctx, run.target, (server) =>
      withStore(ctx, { store: run.store, purpose: 'prune' }, () => retireKeptDatabases(ctx, { run, server })),
    ),
  )
}
