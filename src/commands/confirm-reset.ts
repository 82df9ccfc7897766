import { doubtsAbout, type JudgedCommand } from '../domain/command-target/judge-target.ts'
import { redactCommand, redactText } from '../domain/redact.ts'
import { describeTarget } from '../domain/target.ts'
import type { Database } from '../postgres/database.ts'
import { judgeDanger } from '../steps/judge-danger.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { ResetStageView } from '../ui/messages/reset-messages.ts'
import { askConsent } from './ask-consent.ts'
import { describeRemains, describeStages } from './describe-stages.ts'
import { engineOf } from './engine-of.ts'
import type { GuardPreflight } from './preflight-guard.ts'
import type { ResetOrder } from './prepare-reset.ts'
import type { Stage, StagedReset } from './stage-reset.ts'

interface Looked extends StagedReset {
  readonly database: Database
  readonly impact: GuardPreflight
  readonly aim: JudgedCommand
  /** A step reaches beyond the database. */
  readonly withRoles: boolean
}

/** The DANGER ZONE screen, then consent. Throws when the answer is no; a dry run asks nobody. */
export async function confirmReset(ctx: Context, { run, plan, flags }: ResetOrder, looked: Looked): Promise<void> {
  const { database, impact, stages, stays, aim, withRoles } = looked
  const danger = await judgeDanger(ctx, { ...run, database })
  for (const note of danger.notes) ctx.ui.detail(note)
  ctx.ui.say(
    messages.resetDanger({
      target: describeTarget(run.target),
      source: run.target.source,
      reason: plan.reason,
      danger,
      impact: { ...impact, now: ctx.now() },
      stages: stages.map(viewStage),
      stays,
      // Without a command there is nothing to be led astray: pgsafe's own connection empties the schemas.
      aim: stages.every(({ kind }) => kind === 'wipe') ? undefined : aim,
      directory: run.store.directory,
      engine: engineOf(run, { withRoles }),
      withRoles,
      space: impact.space,
    }),
  )
  if (flags.dryRun === true) {
    const plan = { steps: describeStages(stages, []), stays: describeRemains(stays), space: impact.space ?? null }
    return ctx.ui.result({ dryRun: true, database: run.target.database, ...plan }, () =>
      ctx.ui.say(messages.resetDryRun),
    )
  }
  await askConsent(ctx, {
    run,
    database,
    flags: { ...flags, yes: flags.yes === true || flags.force === true },
    action: 'reset',
    danger,
    nameReasons: doubtsAbout(aim),
    question: messages.proceedWithReset,
    subject: JSON.stringify([aim.verdict, aim.explanation, describeStages(stages, [])]),
  })
}

function viewStage(stage: Stage): ResetStageView {
  if (stage.kind === 'wipe') return stage
  return {
    kind: 'command',
    seeds: stage.seeds,
    words: redactCommand(stage.words),
    schemas: stage.schemas ?? [],
    effects: stage.recognised.effects.map((effect) => redactText(effect)),
  }
}
