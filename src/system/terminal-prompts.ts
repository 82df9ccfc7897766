import type { LineQuestion, PromptStreams } from './inquirer-prompts.ts'
import type { Prompts } from './prompts.ts'

/** Questions in the terminal that pgsafe was started in. What draws them is loaded with the first one. */
export function createTerminalPrompts(streams: PromptStreams & { readonly stdout: NodeJS.WriteStream }): Prompts {
  const ask = async (question: LineQuestion): Promise<string> => {
    streams.signal.throwIfAborted()
    const { askLine } = await import('./inquirer-prompts.ts')
    return askLine(question, streams)
  }
  const interactive = streams.stdin.isTTY && streams.stderr.isTTY
  return {
    interactive,
    attended: interactive && streams.stdout.isTTY,
    confirm: async (message) => isYes(await ask({ message, validate: isYesOrNo })),
    input: (message) => ask({ message, validate: () => true }),
  }
}

/** An empty answer is a no: the safe one. */
function isYesOrNo(answer: string): true | string {
  return /^\s*(y|yes|n|no)?\s*$/i.test(answer) || 'please answer y or n'
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer)
}
