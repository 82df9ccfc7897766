import type { CommandRule, Tool } from './command-rule.ts'
import { hasFlag, type ToolArguments } from './parse-arguments.ts'

/** A rule that holds, with the path that fitted: '' where none had to. */
export interface FoundRule {
  readonly rule: CommandRule
  readonly path: string
}

/** What a tool's arguments mean; undefined when the catalogue does not know this subcommand. */
export function findRule(tool: Tool, args: ToolArguments): FoundRule | undefined {
  if (onlyTellsAboutItself(tool, args)) return { rule: harmless, path: '' }
  for (const rule of tool.rules) {
    const path = rule.paths.find((path) => fits(path, args))
    const flagsFit = [rule.flags, rule.also].every((group) => group === undefined || hasFlag(args, group))
    if (path !== undefined && flagsFit) return { rule, path }
  }
  const path = tool.harmless?.find((path) => fits(path, args))
  return path === undefined ? undefined : { rule: harmless, path }
}

/** Known to destroy nothing. */
const harmless: CommandRule = { paths: [], severity: 'none', destroys: '' }

/** After a subcommand `--version` is an option of it (`supabase db reset --version …`). */
function onlyTellsAboutItself(tool: Tool, args: ToolArguments): boolean {
  if (args.operands.length === 0 && hasFlag(args, ['--version'])) return true
  return tool.ignoresHelp !== true && hasFlag(args, ['--help'])
}

function fits(path: string, { operands }: ToolArguments): boolean {
  if (path === '') return true
  return path.split(' ').every((pattern, index) => wordFits(pattern, operands[index]))
}

/** `*` stands for any text. */
function wordFits(pattern: string, word: string | undefined): boolean {
  if (word === undefined) return false
  if (!pattern.includes('*')) return word === pattern
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(word)
}
