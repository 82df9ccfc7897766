import { PgsafeError } from '../../errors.ts'
import { type ProjectFiles, viewProject } from './project-view.ts'
import { type CommandWords, type ResetPlan, type ResetStep, wipe } from './reset-step.ts'
import { frameworkResets } from './reset-with-frameworks.ts'
import { ormResets } from './reset-with-orms.ts'
import { prismaReset } from './reset-with-prisma.ts'
import { queryBuilderResets } from './reset-with-query-builders.ts'

const tools = [prismaReset, ...queryBuilderResets, ...ormResets, ...frameworkResets]

interface Configured {
  readonly value: readonly CommandWords[] | undefined
  /** "reset.command in .pgsaferc" */
  readonly source: string
}

export interface ResetQuestion {
  readonly command: Configured
  readonly seed: Configured
  readonly project: ProjectFiles
}

/**
 * What a reset of this project does: the configured commands; else what its one migration tool needs; else pgsafe empties the
 * schemas itself. Throws `invalid-setting` when the project leaves a choice: guessing is not for what destroys data.
 */
export function chooseReset({ command, seed, project }: ResetQuestion): ResetPlan {
  const configuredSeed = seed.value?.map((words): ResetStep => ({ kind: 'command', words, seeds: true }))
  const because = (reason: string) => (configuredSeed === undefined ? reason : `${reason}; ${seed.source}`)
  if (command.value !== undefined) {
    const steps = command.value.map((words): ResetStep => ({ kind: 'command', words, seeds: false }))
    return { steps: [...steps, ...(configuredSeed ?? [])], reason: because(command.source), known: false }
  }
  const found = findTool(project)
  if (found === undefined) {
    const reason = 'no migration tool was found: pgsafe empties the schemas itself'
    return { steps: [wipe('emptied'), ...(configuredSeed ?? [])], reason: because(reason), known: true }
  }
  const { name, evidence, steps, seed: ownSeed = [] } = found
  return {
    steps: [...steps, ...(configuredSeed ?? ownSeed)],
    reason: because(`${name}: ${evidence.join(', ')}`),
    known: true,
  }
}

/** The one tool that the project uses; undefined when it uses none. */
function findTool(files: ProjectFiles) {
  const project = viewProject(files)
  const found = tools.flatMap(({ name, find }) => {
    const finding = find(project)
    return finding === undefined ? [] : [{ name, ...finding }]
  })
  const [only] = found
  if (only === undefined) return undefined
  const seen = found.map(({ name, evidence }) => `${name} (${evidence.join(', ')})`).join(' and ')
  if (found.length > 1)
    throw undecided(`this project uses ${seen}: which of them makes the database new is not certain`)
  if ('unclear' in only) throw undecided(`this project uses ${seen}, but ${only.unclear}`)
  return only
}

function undecided(message: string): PgsafeError {
  return new PgsafeError('invalid-setting', message, {
    hint: 'say it in the configuration file: reset.command, such as "npm run migrate:fresh"',
  })
}
