import { afterEach, expect, it } from 'vitest'
import { listenForSignals, type Signals } from '../../../src/system/signals.ts'

let signals: Signals | undefined

afterEach(() => {
  signals?.dispose()
  signals = undefined
})

/** As if the process had received it. */
function receive(signal: NodeJS.Signals): void {
  process.emit(signal, signal)
}

it.each([
  ['SIGINT', 'interrupted', 130],
  ['SIGTERM', 'terminated', 143],
  ['SIGHUP', 'terminated', 143],
] as const)('%s aborts with the error %s', (signal, code, exitCode) => {
  signals = listenForSignals(() => undefined)
  receive(signal)
  expect(signals.signal.aborted).toBe(true)
  expect(signals.signal.reason).toMatchObject({ code, exitCode })
})

it('tells of later signals and keeps the first reason: the clean-up goes on', () => {
  const repeated: string[] = []
  signals = listenForSignals((signal) => repeated.push(signal))
  receive('SIGINT')
  receive('SIGINT')
  receive('SIGTERM')
  expect(repeated).toEqual(['SIGINT', 'SIGTERM'])
  expect(signals.signal.reason).toMatchObject({ code: 'interrupted' })
})

it('hands signals to whoever asked for them, for that long, and aborts nothing', async () => {
  const own: string[] = []
  signals = listenForSignals(() => undefined)
  await signals.withSignals(
    (signal) => own.push(signal),
    async () => receive('SIGINT'),
  )
  expect(own).toEqual(['SIGINT'])
  expect(signals.signal.aborted).toBe(false)
  receive('SIGINT')
  expect(signals.signal.aborted).toBe(true)
})

it('gives signals back also when the work fails', async () => {
  signals = listenForSignals(() => undefined)
  await expect(
    signals.withSignals(
      () => undefined,
      () => Promise.reject(new Error('x')),
    ),
  ).rejects.toThrow('x')
  receive('SIGTERM')
  expect(signals.signal.aborted).toBe(true)
})
