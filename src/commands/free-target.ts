import { withMaintenance } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { hasDeadRuns, settleIfFree } from './clear-dead-runs.ts'
import type { Run } from './open-run.ts'

/**
 * Ends what the server still does for a killed run, before anything connects to the target: nobody gets into a database while the
 * server copies it, and a copy goes on without the run that wanted it. Does nothing unless a run of this store was killed.
 */
export async function freeTarget(ctx: Context, run: Run, flags: { readonly dryRun?: boolean }): Promise<void> {
  if (flags.dryRun === true) return
  try {
    if (!(await hasDeadRuns(run.store))) return
    await withMaintenance(ctx, run.target, (at) => settleIfFree(ctx, { run, at }))
  } catch (error) {
    // A store that cannot be read, no other database to connect to: the command finds out by itself what is in its way.
    if (!(error instanceof Error && 'code' in error) || ctx.signal.aborted) throw error
    ctx.ui.detail(`interrupted runs were not looked for: ${error.message}`)
  }
}
