/** A program and its arguments. */
export type CommandWords = readonly [string, ...string[]]

/** What a tool's own reset drops: the database itself, or these schemas with everything in them. */
export type ToolDrops = 'database' | readonly string[]

/** One thing that `pgsafe reset` does. */
export type ResetStep =
  /** pgsafe empties the database itself; schemas beside `public` may go altogether, as in a new database. */
  | { readonly kind: 'wipe'; readonly otherSchemas: 'emptied' | 'dropped' }
  | {
      readonly kind: 'command'
      readonly words: CommandWords
      /** It fills the new schema: the last part of a reset. */
      readonly seeds: boolean
      /** Before it creates anything. */
      readonly drops?: ToolDrops
    }

/** What `pgsafe reset` does, in this order, and why it is these steps. */
export interface ResetPlan {
  readonly steps: readonly ResetStep[]
  /** "reset.command in .pgsaferc"; "Prisma: prisma in package.json, prisma/schema.prisma". */
  readonly reason: string
  /** Configured commands may drop anything: what outlives them is not known. */
  readonly known: boolean
}

export const wipe = (otherSchemas: 'emptied' | 'dropped'): ResetStep => ({ kind: 'wipe', otherSchemas })

/** A command line without quotes, cut at its spaces. */
export function command(line: string, drops?: ToolDrops): ResetStep {
  const step = { kind: 'command', words: wordsOf(line), seeds: false } as const
  return drops === undefined ? step : { ...step, drops }
}

export function seed(line: string): ResetStep {
  return { kind: 'command', words: wordsOf(line), seeds: true }
}

function wordsOf(line: string): CommandWords {
  const [program = '', ...rest] = line.split(' ')
  return [program, ...rest]
}
