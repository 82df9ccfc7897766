import { tokenizeShell } from './shell-lexer.ts'
import type { ShellToken } from './shell-token.ts'

/** What a command reads from its standard input; undefined: what the shell itself reads. */
export type ShellInput =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }
  /** The words of the command before the `|`. */
  | { readonly kind: 'pipe'; readonly from: readonly string[] }

export interface ShellCommand {
  /** Without quotes, redirections and leading assignments. */
  readonly words: readonly string[]
  /** Those of them in which a variable or substitution stands. */
  readonly expanded: readonly string[]
  /** `A=b` before the command, or alone. */
  readonly assignments: Readonly<Record<string, string>>
  readonly input: ShellInput | undefined
}

/** Words that begin a construct whose course cannot be told without running it. */
const reserved = /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|select|function|\[\[|coproc)$/
/** Words around a command that change nothing of what it does. */
const decoration = /^(?:!|\{|\}|time)$/

/**
 * Every simple command of a shell's text, in order, those in `$(…)` before the one that uses them. Undefined when the
 * text is cut off, or uses what this little reading does not follow (loops, conditions, functions).
 */
export function parseShell(source: string): ShellCommand[] | undefined {
  const tokens = tokenizeShell(source)
  if (tokens === undefined || definesFunction(tokens)) return undefined
  const commands: ShellCommand[] = []
  let pipedFrom: readonly string[] | undefined
  for (const piece of splitAtOperators(tokens)) {
    const inner = piece.tokens.flatMap((token) => (token.kind === 'word' ? token.substitutions : [])).map(parseShell)
    const command = readCommand(piece.tokens, pipedFrom)
    if (command === undefined || inner.includes(undefined)) return undefined
    commands.push(...inner.flatMap((list) => list ?? []))
    if (command.words.length > 0 || Object.keys(command.assignments).length > 0) commands.push(command)
    pipedFrom = piece.end.startsWith('|') && piece.end !== '||' ? command.words : undefined
  }
  return commands
}

/** `name() { …; }`: what the name means afterwards is not followed. */
function definesFunction(tokens: readonly ShellToken[]): boolean {
  return tokens.some(
    (token, index) => token.text === '(' && tokens[index - 1]?.kind === 'word' && tokens[index + 1]?.text === ')',
  )
}

interface Piece {
  readonly tokens: readonly ShellToken[]
  /** The operator after it; '' at the end. */
  readonly end: string
}

function splitAtOperators(tokens: readonly ShellToken[]): Piece[] {
  const pieces: Piece[] = []
  let current: ShellToken[] = []
  for (const token of tokens) {
    if (token.kind === 'operator') {
      pieces.push({ tokens: current, end: token.text })
      current = []
    } else current.push(token)
  }
  return [...pieces, { tokens: current, end: '' }]
}

function readCommand(
  tokens: readonly ShellToken[],
  pipedFrom: readonly string[] | undefined,
): ShellCommand | undefined {
  const words: string[] = []
  const assignments: Record<string, string> = {}
  let input: ShellInput | undefined = pipedFrom === undefined ? undefined : { kind: 'pipe', from: pipedFrom }
  const queue = [...tokens]
  for (let token = queue.shift(); token !== undefined; token = queue.shift()) {
    if (token.kind === 'redirection') {
      const target = token.body === undefined ? queue.shift() : undefined
      if (token.body === undefined && target?.kind !== 'word') return undefined
      input = inputOf(token, target?.text ?? '') ?? input
    } else if (words.length === 0 && token.kind === 'word' && token.bare && reserved.test(token.text)) return undefined
    else if (words.length > 0 || token.kind !== 'word') words.push(token.text)
    else if (!readAssignment(token.text, assignments) && !(token.bare && decoration.test(token.text)))
      words.push(token.text)
  }
  const expanded = tokens.flatMap((token) => (token.kind === 'word' && token.expands ? [token.text] : []))
  return { words, expanded, assignments, input }
}

function inputOf(token: ShellToken & { kind: 'redirection' }, target: string): ShellInput | undefined {
  if (token.body !== undefined) return { kind: 'text', text: token.body }
  if (token.text === '<<<') return { kind: 'text', text: target }
  return /^0?<>?$/.test(token.text) ? { kind: 'file', path: target } : undefined
}

function readAssignment(word: string, assignments: Record<string, string>): boolean {
  const match = /^([A-Za-z_]\w*)\+?=([^]*)$/.exec(word)
  if (match?.[1] === undefined) return false
  assignments[match[1]] = match[2] ?? ''
  return true
}
