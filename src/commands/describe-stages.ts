import { redactCommand } from '../domain/redact.ts'
import type { WipedSchema } from '../domain/reset/plan-wipe.ts'
import type { Stage } from './stage-reset.ts'

/** A step as the JSON documents have it. */
interface DescribedStage {
  readonly step: 'wipe' | 'command' | 'seed'
  readonly command: readonly string[] | null
  /** What pgsafe itself does to which schema. */
  readonly schemas: readonly Pick<WipedSchema, 'name' | 'action'>[] | null
  /** null: it did not run, or did not end. */
  readonly exitCode: number | null
}

/** `exitCodes`: of the steps that have ended, in order. */
export function describeStages(stages: readonly Stage[], exitCodes: readonly number[]): DescribedStage[] {
  return stages.map((stage, index) => {
    const exitCode = exitCodes[index] ?? null
    if (stage.kind === 'command') {
      return { step: stage.seeds ? 'seed' : 'command', command: redactCommand(stage.words), schemas: null, exitCode }
    }
    const schemas = stage.schemas.map(({ name, action }) => ({ name, action }))
    return { step: 'wipe', command: null, schemas, exitCode }
  })
}
