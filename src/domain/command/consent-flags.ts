import type { Tool } from './command-rule.ts'
import { hasFlag, type ToolArguments } from './parse-arguments.ts'
import type { Segment } from './segment.ts'

/** Variables by name, as a process has them. */
type Variables = Readonly<Record<string, string | undefined>>

/** What of a command answers its own question, or leaves it out. */
export function findConsentFlags(
  tool: Tool,
  args: ToolArguments,
  segment: Pick<Segment, 'env' | 'input'> & { outer: Variables },
): string[] {
  const { env, input, outer } = segment
  const variables = { ...outer, ...env }
  return [
    ...(tool.consentFlags ?? []).filter((flag) => hasFlag(args, [flag])),
    ...(tool.consentVariables ?? []).filter((wanted) => isSet(wanted, variables)),
    ...pipedYes(input),
  ]
}

function isSet(wanted: string, variables: Variables): boolean {
  const [name = '', value] = wanted.split('=')
  const found = variables[name]
  return value === undefined ? found !== undefined && found !== '' : found?.toLowerCase() === value
}

/** `yes | cmd`, `echo y | cmd`. */
function pipedYes(input: Segment['input']): string[] {
  if (input?.kind !== 'pipe') return []
  const [program, ...words] = input.from
  if (program === 'yes') return ['yes |']
  const answers = /^(?:echo|printf)$/.test(program ?? '') && words.some((word) => /^y(?:es)?(?:\\n)?$/i.test(word))
  return answers ? [`${program ?? ''} y |`] : []
}
