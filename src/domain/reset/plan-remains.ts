import type { ResetContents } from './reset-contents.ts'
import { planWipe } from './plan-wipe.ts'
import type { ResetStep } from './reset-step.ts'

/**
 * What of the database as it is now outlives these steps; what they create anew does not count. Of a schema that a tool may not
 * drop, the screen says by itself what stays.
 */
export function planRemains(contents: ResetContents, steps: readonly ResetStep[]): ResetContents {
  return steps.reduce(remainsAfter, contents)
}

function remainsAfter(contents: ResetContents, step: ResetStep): ResetContents {
  if (step.kind === 'wipe') {
    const gone = planWipe(contents, step.otherSchemas).objects
    return { schemas: [], tables: [], objects: contents.objects.filter((one) => !gone.includes(one)), largeObjects: 0 }
  }
  if (step.drops === 'database') return { schemas: [], tables: [], objects: [], largeObjects: 0 }
  const dropped = step.drops ?? []
  const gone = contents.schemas.flatMap(({ name, owned }) => (owned && dropped.includes(name) ? [name] : []))
  return {
    ...contents,
    schemas: contents.schemas.filter(({ name }) => !dropped.includes(name)),
    tables: contents.tables.filter(({ schema }) => !dropped.includes(schema)),
    objects: contents.objects.filter(({ schemas }) => !schemas.some((name) => gone.includes(name))),
  }
}
