import { redactCommand } from '../domain/redact.ts'
import { totalRows } from '../domain/manifest.ts'
import type { SchemaLoss } from '../domain/reset/plan-wipe.ts'
import type { ResetContents } from '../domain/reset/reset-contents.ts'
import type { Stage } from './stage-reset.ts'

/** What stands in no schema, as the JSON documents have it. */
interface DescribedObjects {
  readonly objects: readonly { readonly type: string; readonly name: string }[]
  readonly largeObjects: number
}

/** A step as the JSON documents have it. */
interface DescribedStage {
  readonly step: 'wipe' | 'command' | 'seed'
  readonly command: readonly string[] | null
  /** What becomes of which schema; null: not known, or nothing. */
  readonly schemas: readonly Pick<SchemaLoss, 'name' | 'action'>[] | null
  /** What pgsafe itself drops besides. */
  readonly besides: DescribedObjects | null
  /** null: it did not run, or did not end. */
  readonly exitCode: number | null
}

/** `exitCodes`: of the steps that have ended, in order. */
export function describeStages(stages: readonly Stage[], exitCodes: readonly number[]): DescribedStage[] {
  return stages.map((stage, index) => {
    const schemas = stage.schemas?.map(({ name, action }) => ({ name, action })) ?? null
    const exitCode = exitCodes[index] ?? null
    if (stage.kind === 'wipe')
      return { step: 'wipe', command: null, schemas, besides: describeObjects(stage), exitCode }
    const step = stage.seeds ? 'seed' : 'command'
    return { step, command: redactCommand(stage.words), schemas, besides: null, exitCode }
  })
}

interface DescribedRemains extends DescribedObjects {
  readonly schemas: readonly { readonly name: string; readonly tables: number; readonly rows: number }[]
}

/** What outlives a reset; null: not known. */
export function describeRemains(stays: ResetContents | null): DescribedRemains | null {
  if (stays === null) return null
  const schemas = stays.schemas.map(({ name }) => {
    const tables = stays.tables.filter(({ schema }) => schema === name)
    return { name, tables: tables.length, rows: totalRows(tables) }
  })
  return { schemas, ...describeObjects(stays) }
}

function describeObjects({ objects, largeObjects }: Pick<ResetContents, 'objects' | 'largeObjects'>): DescribedObjects {
  return { objects: objects.map(({ type, identity }) => ({ type, name: identity })), largeObjects }
}
