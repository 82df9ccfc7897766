import { isPgsafeError } from '../errors.ts'
import { withMaintenance } from '../steps/with-server.ts'
import { readJournals } from '../store/journal.ts'
import type { Context } from '../system/context.ts'
import { settleIfFree } from './clear-dead-runs.ts'
import type { Run } from './open-run.ts'

/**
 * Ends what the server still does for a killed run, before anything connects to the target: nobody gets into a database while the
 * server copies it, and a copy goes on without the run that wanted it. Does nothing unless a run of this store was killed.
 */
export async function freeTarget(ctx: Context, run: Run, flags: { readonly dryRun?: boolean }): Promise<void> {
  if (flags.dryRun === true) return
  if ((await readJournals(run.store)).every(({ alive }) => alive)) return
  try {
    await withMaintenance(ctx, run.target, (at) => settleIfFree(ctx, { run, at }))
  } catch (error) {
    // Who may not connect to another database than the target finds out there what is in the way.
    if (!isPgsafeError(error) || ctx.signal.aborted) throw error
    ctx.ui.detail(`interrupted runs were not looked for from another database: ${error.message}`)
  }
}
