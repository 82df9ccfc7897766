import type { GlobalFlags } from '../config/global-flags.ts'
import { ExitCode } from '../errors.ts'
import { findReset } from '../steps/find-reset.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { type CarriedOut, carryOutReset } from './carry-out-reset.ts'
import { abandonGuard } from './close-guard.ts'
import { describeRemains, describeStages } from './describe-stages.ts'
import { openRun } from './open-run.ts'
import { type PreparedReset, prepareReset, resetCommand, type ResetOrder } from './prepare-reset.ts'
import { reportGuard } from './report-guard.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface ResetFlags {
  /** Stands for `yes`, never for the database's name, and never leaves out the backup. */
  readonly force?: boolean
  readonly label?: string
  readonly engine?: string
  readonly report?: string
  readonly onFailure?: 'report' | 'undo'
  readonly lockWaitTimeout?: number
}

/** `pgsafe reset`: look, ask, back up, verify, make the database new, report, and say how to bring everything back. Returns the exit code of the step that failed, else 0. */
export async function runReset(ctx: Context, flags: ResetFlags & GlobalFlags): Promise<number> {
  const run = await openRun(ctx, flags)
  const order = { run, flags, plan: findReset(run) }
  const prepared = await withFailureLog(ctx, run, () => prepareReset(ctx, order))
  if (prepared.kind === 'dry-run') return ExitCode.ok

  // From here on nothing of ours is connected to the database, and the store's lock is free.
  ctx.ui.say(messages.proceedingWithReset)
  const carried = await carryOutReset(ctx, { run, ...prepared })

  await conclude(ctx, { ...order, prepared, carried })
  if (carried.error !== undefined) throw carried.error
  return carried.outcome.exitCode
}

interface Conclusion extends ResetOrder {
  readonly flags: ResetFlags & GlobalFlags
  readonly prepared: PreparedReset
  readonly carried: CarriedOut
}

/** Inside a guard, that one reports. A first command that never started has nothing to report, and left nothing to undo. */
async function conclude(ctx: Context, { run, flags, prepared, carried }: Conclusion): Promise<void> {
  if (prepared.kind !== 'guarded') return
  // Ctrl-C may spare a step, but not the report.
  const steadily = { ...ctx, signal: new AbortController().signal }
  const neverStarted = carried.exitCodes.length === 0 && carried.outcome.exitCode >= ExitCode.notExecutable
  if (neverStarted && carried.error !== undefined) {
    return abandonGuard(steadily, run, prepared)
  }
  await reportGuard(steadily, {
    run,
    kind: 'reset',
    command: resetCommand,
    backedUp: prepared,
    outcome: carried.outcome,
    flags,
    more: { steps: describeStages(prepared.stages, carried.exitCodes), stays: describeRemains(prepared.stays) },
  })
}
