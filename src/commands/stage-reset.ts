import type { Recognised } from '../domain/command/recognised.ts'
import type { Segment } from '../domain/command/segment.ts'
import type { TableRows } from '../domain/manifest.ts'
import { planRemains } from '../domain/reset/plan-remains.ts'
import type { SchemaLoss, Wipe } from '../domain/reset/plan-wipe.ts'
import type { ResetContents } from '../domain/reset/reset-contents.ts'
import type { ResetPlan, ResetStep } from '../domain/reset/reset-step.ts'
import type { Database } from '../postgres/database.ts'
import { type FoundContents, readResetContents } from '../postgres/read-reset-contents.ts'
import { assertProgram } from '../steps/assert-program.ts'
import { preflightWipe } from '../steps/preflight-wipe.ts'
import { recogniseCommand } from '../steps/recognise-command.ts'
import { seeThroughCommand } from '../steps/see-through-command.ts'
import type { Context } from '../system/context.ts'
import type { Run } from './open-run.ts'

type CommandStep = Extract<ResetStep, { kind: 'command' }>

/** A step of a reset with what it means for this very database. */
export type Stage = (Wipe & { readonly kind: 'wipe' }) | CommandStage

/** With the commands that will really run, and what they are known to do. */
type CommandStage = CommandStep & {
  readonly segments: readonly Segment[]
  readonly recognised: Recognised
  /** Those that the tool itself drops and creates again; null: none, or the whole database. */
  readonly schemas: readonly SchemaLoss[] | null
}

export interface StagedReset {
  readonly stages: readonly Stage[]
  /** What of the database as it is now will still be there; null: not known of configured commands. */
  readonly stays: ResetContents | null
}

interface Staging {
  readonly run: Run
  readonly plan: ResetPlan
  readonly database: Database
  readonly tables: readonly TableRows[]
}

/** Looks into every step. Throws when one could not succeed. */
export async function stageReset(ctx: Context, { run, plan, database, tables }: Staging): Promise<StagedReset> {
  const contents = await readResetContents(ctx, database, tables)
  const wipes = plan.steps.some(({ kind }) => kind === 'wipe')
  const stages: Stage[] = []
  for (const step of plan.steps) {
    if (step.kind === 'wipe') {
      stages.push({ kind: 'wipe', ...(await preflightWipe(ctx, { ...step, database, contents })) })
    } else {
      // Nothing is dropped while what fills it again is missing.
      if (wipes) assertProgram(ctx, step.words[0], run.settings.projectRoot)
      stages.push(await stageCommand(ctx, { run, step, contents }))
    }
  }
  return { stages, stays: plan.known ? planRemains(contents, plan.steps) : null }
}

async function stageCommand(
  ctx: Context,
  { run, step, contents }: { readonly run: Run; readonly step: CommandStep; readonly contents: FoundContents },
): Promise<CommandStage> {
  const segments = seeThroughCommand(step.words, run.settings.projectRoot)
  const { drops = [] } = step
  const dropped = drops === 'database' ? [] : contents.schemas.filter(({ name }) => drops.includes(name))
  const schemas = dropped.map(({ name, owned }): SchemaLoss => {
    const tables = contents.tables.filter(({ schema }) => schema === name)
    return { name, action: owned ? 'recreated' : 'cleared', tables }
  })
  const recognised = await recogniseCommand(ctx, segments)
  return { ...step, segments, recognised, schemas: schemas.length === 0 ? null : schemas }
}

/** The commands that will really run, of all steps together. */
export function segmentsOf(stages: readonly Stage[]): Segment[] {
  return stages.flatMap((stage) => (stage.kind === 'command' ? stage.segments : []))
}
