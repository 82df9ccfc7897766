import type { Readable } from 'node:stream'

export interface Reply {
  /** The lines the statement printed. */
  readonly output: string
  readonly error: { readonly sqlState: string; readonly message: string } | undefined
}

/** What psql is told after each statement: how it ended, between two lines that start with `token`. */
export function replyMarks(token: string): string {
  return `\\echo ${token} :ERROR :SQLSTATE\n\\echo :LAST_ERROR_MESSAGE\n\\echo ${token}\n`
}

/** Reads psql's stdout reply by reply, in the order of the statements. undefined: psql ended before it answered. */
export function createReplyReader(stdout: Readable, token: string): { next(): Promise<Reply | undefined> } {
  const lines = readLines(stdout)
  let queue: Promise<unknown> = Promise.resolve()
  const linesUpToToken = async (): Promise<{ before: string[]; mark: string } | undefined> => {
    const before: string[] = []
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      if (line.value.startsWith(token)) return { before, mark: line.value }
      before.push(line.value)
    }
    return undefined
  }
  const read = async (): Promise<Reply | undefined> => {
    const printed = await linesUpToToken()
    const ended = await linesUpToToken()
    if (printed === undefined || ended === undefined) return undefined
    const [, failed, sqlState = ''] = printed.mark.split(' ')
    const error = failed === 'true' ? { sqlState, message: ended.before.join('\n') } : undefined
    return { output: printed.before.join('\n'), error }
  }
  return {
    next: () => {
      const reply = queue.then(read)
      queue = reply
      return reply
    },
  }
}

/** At line feeds only: readline also breaks lines at U+2028, which a row may hold. */
async function* readLines(stdout: Readable): AsyncGenerator<string, undefined> {
  let rest = ''
  for await (const chunk of stdout.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
