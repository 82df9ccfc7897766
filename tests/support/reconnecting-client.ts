import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { clientProgram, connectionEnvironment, type SqlTarget } from './psql.ts'

/** A client that comes back as soon as it is thrown out, as a pool of connections does. */
export interface ReconnectingClient {
  /** Every answer that it ever got, once. */
  readonly seen: ReadonlySet<string>
  readonly latest: () => string | undefined
  /** The longest time without an answer since this was last asked, in milliseconds. */
  readonly longestPause: () => number
  /** What psql said. */
  readonly errors: readonly string[]
  readonly stop: () => Promise<void>
}

/** Asks the same thing 50 times a second, until the test ends; `sql` answers in one line. */
export function reconnectingClient(at: SqlTarget, sql: string): ReconnectingClient {
  const state = {
    running: true,
    child: undefined as ChildProcess | undefined,
    latest: undefined as string | undefined,
    answeredAt: performance.now(),
    pause: 0,
  }
  const [seen, errors] = [new Set<string>(), [] as string[]]
  const hear = (answer: string) => {
    const now = performance.now()
    seen.add(answer)
    Object.assign(state, { latest: answer, answeredAt: now, pause: Math.max(state.pause, now - state.answeredAt) })
  }
  const session = () =>
    new Promise<void>((resolve) => {
      const psql = spawn(clientProgram('psql'), ['-X', '-q', '-A', '-t'], { env: connectionEnvironment(at) })
      state.child = psql
      createInterface(psql.stdout).on('line', hear)
      psql.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
      psql.stdin.on('error', () => undefined)
      psql.stdin.write(`${sql};\n`.repeat(3))
      const beat = setInterval(() => psql.stdin.write(`${sql};\n`), 20)
      psql.on('close', () => {
        clearInterval(beat)
        resolve()
      })
    })
  const loop = (async () => {
    while (state.running) await session()
  })()
  const stop = async () => {
    state.running = false
    state.child?.kill('SIGKILL')
    await loop
  }
  onTestFinished(stop)
  return {
    seen,
    errors,
    latest: () => state.latest,
    longestPause: () => {
      const longest = Math.max(state.pause, performance.now() - state.answeredAt)
      state.pause = 0
      return longest
    },
    stop,
  }
}
