import { PgsafeError } from '../errors.ts'
import type { Context } from './context.ts'

const handled: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

export interface Signals extends Pick<Context, 'signal' | 'withSignals'> {
  /** Gives the signals back to Node's defaults. */
  dispose(): void
}

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort with its error as the reason. Later ones never cut the clean-up
 * short: they go to `onRepeat`, which says that it is under way. While `withSignals` runs, its callback has them instead.
 */
export function listenForSignals(onRepeat: (signal: NodeJS.Signals) => void): Signals {
  const controller = new AbortController()
  const takers: ((signal: NodeJS.Signals) => void)[] = []
  const receive = (signal: NodeJS.Signals): void => {
    const taker = takers.at(-1)
    if (taker !== undefined) taker(signal)
    else if (controller.signal.aborted) onRepeat(signal)
    else controller.abort(reasonFor(signal))
  }
  for (const signal of handled) process.on(signal, receive)
  return {
    signal: controller.signal,
    withSignals: async (onSignal, action) => {
      takers.push(onSignal)
      try {
        return await action()
      } finally {
        takers.splice(takers.lastIndexOf(onSignal), 1)
      }
    },
    dispose: () => {
      for (const signal of handled) process.off(signal, receive)
    },
  }
}

function reasonFor(signal: NodeJS.Signals): PgsafeError {
  return signal === 'SIGINT'
    ? new PgsafeError('interrupted', 'interrupted')
    : new PgsafeError('terminated', `terminated by ${signal}`)
}
