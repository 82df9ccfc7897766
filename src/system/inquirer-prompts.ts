import { PgsafeError } from '../errors.ts'
import type { Prompts } from './prompts.ts'

export interface PromptStreams {
  readonly stdin: NodeJS.ReadStream
  /** Where questions are shown: stdout belongs to data. */
  readonly stderr: NodeJS.WriteStream
  /** Takes an open question away, with its reason as the error. */
  readonly signal: AbortSignal
}

/** Plain questions: the colours of a screen are ui's business. */
const theme = {
  prefix: { idle: '?', done: '?' },
  style: { message: same, answer: same, defaultAnswer: same, error: (text: string) => text },
}

/** Questions through @inquirer/prompts, which is loaded when the first one is asked. */
export function createInquirerPrompts({ stdin, stderr, signal }: PromptStreams): Prompts {
  const ask = async (message: string, validate: (text: string) => true | string): Promise<string> => {
    signal.throwIfAborted()
    const { input } = await import('@inquirer/prompts')
    try {
      const answer = await input({ message, validate, theme }, { input: stdin, output: stderr, signal })
      return answer.trim()
    } catch (error) {
      throw abandoned(error, signal)
    }
  }
  return {
    interactive: stdin.isTTY && stderr.isTTY,
    confirm: async (message) => isYes(await ask(message, (text) => isYesOrNo(text) || 'Please answer y or n')),
    input: (message) => ask(message, () => true),
  }
}

/** Ctrl-C, a closed terminal or a signal end a question as an interruption; anything else is passed on. */
function abandoned(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  const name = error instanceof Error ? error.name : ''
  if (name !== 'ExitPromptError' && name !== 'AbortPromptError') return error
  return new PgsafeError('interrupted', 'interrupted while waiting for an answer', { cause: error })
}

function isYesOrNo(text: string): boolean {
  return /^\s*(y|yes|n|no)?\s*$/i.test(text)
}

function isYes(text: string): boolean {
  return /^y(es)?$/i.test(text)
}

function same(text: string): string {
  return text
}
