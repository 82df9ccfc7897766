import type { Context } from './context.ts'

export interface RecordedSignals {
  /** The context to run a command of the user in. */
  readonly ctx: Context
  /** What arrived while such a command ran, in order: it may survive a signal, and end well. */
  readonly received: readonly NodeJS.Signals[]
}

/** The same context, which remembers the signals that it passes on to a running command. */
export function recordSignals(ctx: Context): RecordedSignals {
  const received: NodeJS.Signals[] = []
  const withSignals: Context['withSignals'] = (onSignal, action) =>
    ctx.withSignals((signal) => {
      received.push(signal)
      onSignal(signal)
    }, action)
  return { ctx: { ...ctx, withSignals }, received }
}
