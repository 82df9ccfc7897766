import type { GlobalFlags } from '../config/global-flags.ts'
import { isReset } from '../domain/command/is-pgsafe.ts'
import { reachesBeyond } from '../domain/command/recognised.ts'
import type { ResetPlan } from '../domain/reset/reset-step.ts'
import { PgsafeError } from '../errors.ts'
import { withDatabase } from '../steps/with-database.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { aimCommand } from './aim-command.ts'
import { backUpBefore } from './back-up-before.ts'
import type { BackupBefore } from './backup-before.ts'
import { checkWayBack } from './check-way-back.ts'
import { confirmReset } from './confirm-reset.ts'
import { engineOf } from './engine-of.ts'
import { findGuardingRun } from './find-guarding-run.ts'
import { freeTarget } from './free-target.ts'
import type { Run } from './open-run.ts'
import { preflightGuard } from './preflight-guard.ts'
import type { Prepared } from './prepare-guard.ts'
import { segmentsOf, type Stage, type StagedReset, stageReset } from './stage-reset.ts'

export interface ResetOrder {
  readonly run: Run
  readonly plan: ResetPlan
  readonly flags: GlobalFlags & { readonly label?: string; readonly force?: boolean }
}

/** What a reset is called in its backup and its report: its steps stand in the configuration or follow from the project. */
export const resetCommand = ['pgsafe', 'reset'] as const

export type PreparedReset = Prepared & StagedReset

/** Everything before the first step: preflight, impact, consent, verified backup. Throws before anything was changed. */
export async function prepareReset(ctx: Context, order: ResetOrder): Promise<PreparedReset> {
  const { run, plan, flags } = order
  await freeTarget(ctx, run, flags)
  return withDatabase(ctx, run.target, async (database) => {
    const around = await findGuardingRun(ctx, run, database)
    if (around?.kind === 'reset') throw inACircle('it was started by a reset of the same database')
    const impact = await preflightGuard(ctx, run, { database })
    const staged = await stageReset(ctx, { run, plan, database, tables: impact.tables })
    const { stages } = staged
    assertEnds(stages)
    if (stages.some(dropsDatabase))
      await checkWayBack(ctx, run, { database, engine: engineOf(run), dropsDatabase: true })
    if (around !== undefined) return { kind: 'nested', runId: around.runId, ...staged }
    const aim = await aimCommand(ctx, { run, segments: segmentsOf(stages), database })
    const withRoles = stages.some((stage) => stage.kind === 'command' && reachesBeyond(stage.recognised))
    await confirmReset(ctx, order, { database, impact, ...staged, aim, withRoles })
    if (flags.dryRun === true) return { kind: 'dry-run', runId: '', ...staged }
    return { ...(await backUp(ctx, order, { database, withRoles })), ...staged }
  })
}

async function backUp(
  ctx: Context,
  { run, flags: { label } }: ResetOrder,
  more: Pick<BackupBefore, 'database' | 'withRoles'>,
): Promise<Prepared> {
  const engine = engineOf(run, more)
  ctx.ui.say(messages.keepingBeforeReset(engine))
  const backedUp = await backUpBefore(ctx, { run, ...more, kind: 'reset', command: resetCommand, label })
  ctx.ui.say(messages.resetChecksComplete(backedUp.backup !== undefined))
  return { kind: 'guarded', ...backedUp }
}

function dropsDatabase(stage: Stage): boolean {
  return stage.kind === 'command' && stage.recognised.severity === 'database'
}

function assertEnds(stages: readonly Stage[]): void {
  const circle = segmentsOf(stages).find(isReset)
  if (circle !== undefined) throw inACircle([...circle.via, 'pgsafe reset'].join(' → '))
}

function inACircle(how: string): PgsafeError {
  return new PgsafeError('invalid-setting', `this reset would run itself, again and again: ${how}`, {
    hint: 'reset.command is what pgsafe reset runs, so it must not be pgsafe reset: name the tool itself',
  })
}
