import type { CommandRule, Tool } from './command-rule.ts'
import { hasFlag, type ToolArguments } from './parse-arguments.ts'

/** Of a tool without a rule for it: known to destroy nothing. */
const harmless: CommandRule = { paths: [], severity: 'none', destroys: '' }

/** What a tool's arguments mean; undefined when the catalogue does not know this subcommand. */
export function findRule(tool: Tool, args: ToolArguments): CommandRule | undefined {
  if (hasFlag(args, ['--help', '--version'])) return harmless
  const rule = tool.rules.find(
    ({ paths, flags }) => paths.some((path) => fits(path, args)) && (flags === undefined || hasFlag(args, flags)),
  )
  if (rule !== undefined) return rule
  return tool.harmless?.some((path) => fits(path, args)) === true ? harmless : undefined
}

function fits(path: string, { operands }: ToolArguments): boolean {
  if (path === '') return true
  return path.split(' ').every((pattern, index) => wordFits(pattern, operands[index]))
}

function wordFits(pattern: string, word: string | undefined): boolean {
  if (word === undefined) return false
  const star = pattern.indexOf('*')
  if (star === -1) return word === pattern
  return (
    word.startsWith(pattern.slice(0, star)) &&
    word.endsWith(pattern.slice(star + 1)) &&
    word.length >= pattern.length - 1
  )
}
