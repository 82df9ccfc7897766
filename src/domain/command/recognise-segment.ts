import { redactText } from '../redact.ts'
import { findTool } from './catalogue.ts'
import type { SqlSource, Tool } from './command-rule.ts'
import { findConsentFlags } from './consent-flags.ts'
import { findRule, type FoundRule } from './find-rule.ts'
import { parseArguments, type ToolArguments } from './parse-arguments.ts'
import type { RecognisedSegment } from './recognised.ts'
import type { Segment } from './segment.ts'

const maxTitle = 40

/** A segment judged by its words, and what must be read to judge it by its content. */
export interface JudgedSegment {
  readonly known: RecognisedSegment
  readonly sql: readonly SqlSource[]
}

/**
 * What the catalogue says of a segment; several where one call runs several tasks (`rails db:drop db:create`). What it does
 * not know is taken to destroy everything. `variables`: pgsafe's own environment.
 */
export function recogniseSegment(
  segment: Segment,
  variables: Readonly<Record<string, string | undefined>>,
): JudgedSegment[] {
  const tool = segment.unclear === undefined ? findTool(segment.words[0] ?? '') : undefined
  if (tool === undefined) return [{ known: judgeUnknown(segment), sql: [] }]
  const args = parseArguments(segment.words.slice(1), tool)
  return tasksOf(tool, args).map((task) => {
    const consentFlags = findConsentFlags(tool, task, { ...segment, outer: variables })
    return judgeTask(segment, { tool, args: task, found: findRule(tool, task), consentFlags })
  })
}

function tasksOf(tool: Tool, args: ToolArguments): ToolArguments[] {
  if (tool.manyTasks !== true || args.operands.length < 2) return [args]
  return args.operands.map((task) => ({ ...args, operands: [task] }))
}

interface Judgement {
  readonly tool: Tool
  readonly args: ToolArguments
  readonly found: FoundRule | undefined
  readonly consentFlags: readonly string[]
}

function judgeTask(segment: Segment, { tool, args, found, consentFlags }: Judgement): JudgedSegment {
  if (found === undefined) {
    const reason = `pgsafe knows ${tool.name}, but not what this call of it does`
    return { known: { ...judgeUnknown(segment), tool: tool.name, consentFlags, reasons: [reason] }, sql: [] }
  }
  const { rule, path } = found
  const known: RecognisedSegment = {
    ...common(segment),
    tool: tool.name,
    title: titleOf(segment, args, path),
    severity: rule.severity,
    recognised: true,
    destroys: rule.destroys,
    consentFlags: rule.severity === 'none' ? [] : consentFlags,
    safer: rule.safer,
    beyondDatabase: rule.beyond,
    reasons: [],
  }
  return { known, sql: rule.sql?.(args) ?? [] }
}

function judgeUnknown(segment: Segment): RecognisedSegment {
  return {
    ...common(segment),
    tool: undefined,
    title: shortened(redactText(segment.words.slice(0, 2).join(' '))),
    severity: 'all',
    recognised: false,
    destroys: 'do what pgsafe cannot know: expect the worst',
    consentFlags: [],
    safer: undefined,
    beyondDatabase: undefined,
    reasons: [segment.unclear ?? 'pgsafe does not know this command'],
  }
}

function common({ words, elsewhere, via }: Segment): Pick<RecognisedSegment, 'words' | 'elsewhere' | 'via'> {
  return { words, elsewhere, via }
}

/** The program and its subcommand; never what it acts on, which may hold a secret. */
function titleOf({ words }: Segment, { operands }: ToolArguments, path: string): string {
  const subcommand = path.split(' ').flatMap((pattern, index) => (pattern === '*' ? [] : (operands[index] ?? [])))
  return [words[0] ?? '', ...(path === '' ? [] : subcommand)].join(' ')
}

function shortened(text: string): string {
  return text.length > maxTitle ? `${text.slice(0, maxTitle - 1)}…` : text
}
