import type { Recognised } from '../domain/command/recognised.ts'
import type { Segment } from '../domain/command/segment.ts'
import type { TableRows } from '../domain/manifest.ts'
import type { WipedSchema } from '../domain/reset/plan-wipe.ts'
import type { ResetPlan, ResetStep } from '../domain/reset/reset-step.ts'
import type { Database } from '../postgres/database.ts'
import { preflightWipe } from '../steps/preflight-wipe.ts'
import { recogniseCommand } from '../steps/recognise-command.ts'
import { seeThroughCommand } from '../steps/see-through-command.ts'
import type { Context } from '../system/context.ts'
import type { Run } from './open-run.ts'

type CommandStep = Extract<ResetStep, { kind: 'command' }>

/** A step of a reset with what it means for this very database. */
export type Stage =
  | { readonly kind: 'wipe'; readonly schemas: readonly WipedSchema[] }
  /** With the commands that will really run, and what they are known to do. */
  | (CommandStep & { readonly segments: readonly Segment[]; readonly recognised: Recognised })

interface Staging {
  readonly run: Run
  readonly plan: ResetPlan
  readonly database: Database
  readonly tables: readonly TableRows[]
}

/** Looks into every step. Throws when one could not succeed. */
export async function stageReset(ctx: Context, { run, plan, database, tables }: Staging): Promise<Stage[]> {
  const stages: Stage[] = []
  for (const step of plan.steps) {
    if (step.kind === 'wipe') {
      stages.push({ kind: 'wipe', schemas: await preflightWipe(ctx, { ...step, database, tables }) })
    } else {
      const segments = seeThroughCommand(step.words, run.settings.projectRoot)
      stages.push({ ...step, segments, recognised: await recogniseCommand(ctx, segments) })
    }
  }
  return stages
}

/** The commands that will really run, of all steps together. */
export function segmentsOf(stages: readonly Stage[]): Segment[] {
  return stages.flatMap((stage) => (stage.kind === 'command' ? stage.segments : []))
}
