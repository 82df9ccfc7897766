import { tokenizeShell } from '../command/shell-lexer.ts'
import type { ShellToken } from '../command/shell-token.ts'
import type { CommandWords } from './reset-step.ts'

/** What only a shell itself can do. */
const builtins = /^(?:cd|export|source|\.|set|unset|exit|exec|eval|alias|if|for|while|until|case|function|\{|!|\[\[)$/
/** Unquoted, a shell would put other words in their place. */
const expands = /[*?[\]{}]|^~/

/**
 * The commands of `reset.command` and `reset.seed`: a text is a command line (quotes as in a shell, `&&` between commands);
 * a list holds several, each a text or the list of its words. Undefined when it is neither, or needs a shell.
 */
export function parseResetCommands(raw: unknown): readonly CommandWords[] | undefined {
  const commands = (Array.isArray(raw) ? raw : [raw]).flatMap((written: unknown) =>
    Array.isArray(written) ? [asCommand(written)] : parseLine(written),
  )
  const complete = commands.filter((command) => command !== undefined)
  return complete.length > 0 && complete.length === commands.length ? complete : undefined
}

function parseLine(line: unknown): (CommandWords | undefined)[] {
  const tokens = typeof line === 'string' ? tokenizeShell(line) : undefined
  if (tokens === undefined) return [undefined]
  return splitAtAnd(tokens).map(readCommand)
}

function splitAtAnd(tokens: readonly ShellToken[]): ShellToken[][] {
  const commands: ShellToken[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'operator' && token.text === '&&') commands.push([])
    else commands.at(-1)?.push(token)
  }
  return commands
}

/** Variables set before a command (`A=b command`) are left to `env`. */
function readCommand(tokens: readonly ShellToken[]): CommandWords | undefined {
  const words = tokens.flatMap((token) => {
    const plain = token.kind === 'word' && !token.expands && !(token.bare && expands.test(token.text))
    return plain ? [token.text] : []
  })
  if (words.length < tokens.length || builtins.test(words[0] ?? '')) return undefined
  return asCommand(/^[A-Za-z_]\w*=/.test(words[0] ?? '') ? ['env', ...words] : words)
}

function asCommand(words: readonly unknown[]): CommandWords | undefined {
  const texts = words.filter((word) => typeof word === 'string')
  const [program, ...rest] = texts
  if (program === undefined || program === '' || texts.length < words.length) return undefined
  return texts.some((word) => word.includes('\0')) ? undefined : [program, ...rest]
}
