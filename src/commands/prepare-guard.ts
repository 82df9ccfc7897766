import type { GlobalFlags } from '../config/global-flags.ts'
import { doubtsAbout, type JudgedCommand } from '../domain/command-target/judge-target.ts'
import { type Recognised, reachesBeyond } from '../domain/command/recognised.ts'
import { redactCommand, redactText } from '../domain/redact.ts'
import { describeTarget } from '../domain/target.ts'
import type { Database } from '../postgres/database.ts'
import { judgeDanger } from '../steps/judge-danger.ts'
import { recogniseCommand } from '../steps/recognise-command.ts'
import { seeThroughCommand } from '../steps/see-through-command.ts'
import { withDatabase } from '../steps/with-database.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { aimCommand } from './aim-command.ts'
import { askConsent } from './ask-consent.ts'
import { backUpBefore, type BackedUp } from './back-up-before.ts'
import type { Command } from './guard.ts'
import { engineOf } from './engine-of.ts'
import { findGuardingRun } from './find-guarding-run.ts'
import { freeTarget } from './free-target.ts'
import type { Run } from './open-run.ts'
import { type GuardPreflight, preflightGuard } from './preflight-guard.ts'

interface GuardOrder {
  readonly run: Run
  readonly command: Command
  readonly flags: GlobalFlags & { readonly label?: string }
}

/** `nested`: a guard around this one has backed up the same database already. */
export type Prepared =
  (BackedUp & { readonly kind: 'guarded' }) | { readonly kind: 'nested' | 'dry-run'; readonly runId: string }

/** Everything before the command: preflight, impact, consent, verified backup. Throws before anything was changed. */
export async function prepareGuard(ctx: Context, order: GuardOrder): Promise<Prepared> {
  const { run, command, flags } = order
  await freeTarget(ctx, run, flags)
  return withDatabase(ctx, run.target, async (database) => {
    const around = await findGuardingRun(ctx, run, database)
    if (around !== undefined) return { kind: 'nested', runId: around.runId }
    const segments = seeThroughCommand(command, ctx.cwd)
    const aim = await aimCommand(ctx, { run, segments, database })
    const recognised = await recogniseCommand(ctx, segments)
    const impact = await preflightGuard(ctx, run, { database, severity: recognised.severity })
    const withRoles = reachesBeyond(recognised)
    await confirmGuard(ctx, order, { database, impact, recognised, aim })
    if (flags.dryRun === true) return { kind: 'dry-run', runId: '' }
    ctx.ui.say(messages.keepingBeforeCommand(engineOf(run, { withRoles })))
    const { label } = flags
    return { kind: 'guarded', ...(await backUpBefore(ctx, { ...order, database, kind: 'guard', label, withRoles })) }
  })
}

interface Looked {
  readonly database: Database
  readonly impact: GuardPreflight
  readonly recognised: Recognised
  readonly aim: JudgedCommand
}

async function confirmGuard(
  ctx: Context,
  { run, command, flags }: GuardOrder,
  { database, impact, recognised, aim }: Looked,
): Promise<void> {
  const danger = await judgeDanger(ctx, { ...run, database })
  for (const note of danger.notes) ctx.ui.detail(note)
  ctx.ui.say(
    messages.guardDanger({
      command: redactCommand(command),
      target: describeTarget(run.target),
      source: run.target.source,
      danger,
      impact: { ...impact, now: ctx.now() },
      effects: recognised.effects.map((effect) => redactText(effect)),
      aim,
      directory: run.store.directory,
      engine: engineOf(run, { withRoles: reachesBeyond(recognised) }),
      withRoles: reachesBeyond(recognised),
      space: impact.space,
    }),
  )
  if (flags.dryRun === true) return
  await askConsent(ctx, {
    run,
    database,
    flags,
    action: 'guard',
    danger,
    nameReasons: doubtsAbout(aim),
    question: messages.proceedWithCommand,
    subject: JSON.stringify([aim.verdict, aim.explanation]),
  })
}
