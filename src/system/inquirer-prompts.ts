import { input } from '@inquirer/prompts'
import { PgsafeError } from '../errors.ts'

export interface LineQuestion {
  readonly message: string
  /** true, or what is wrong with the answer. */
  readonly validate: (answer: string) => true | string
}

export interface PromptStreams {
  readonly stdin: NodeJS.ReadStream
  /** Where questions are shown: stdout belongs to data. */
  readonly stderr: NodeJS.WriteStream
  /** Takes an open question away; its reason becomes the error. */
  readonly signal: AbortSignal
}

/** Plain questions: the colours of a screen are ui's business. */
const theme = {
  prefix: { idle: '?', done: '?' },
  style: { message: same, answer: same, defaultAnswer: same, error: same },
}

/** Asks for one line and gives it back trimmed. Throws `interrupted` on Ctrl-C and on a closed terminal. */
export async function askLine({ message, validate }: LineQuestion, streams: PromptStreams): Promise<string> {
  const { stdin, stderr, signal } = streams
  try {
    return (await input({ message, validate, theme }, { input: stdin, output: stderr, signal })).trim()
  } catch (error) {
    throw abandoned(error, signal)
  }
}

function abandoned(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  const name = error instanceof Error ? error.name : ''
  if (name !== 'ExitPromptError' && name !== 'AbortPromptError') return error
  return new PgsafeError('interrupted', 'interrupted while waiting for an answer', { cause: error })
}

function same(text: string): string {
  return text
}
