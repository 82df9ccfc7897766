import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProgressReading } from '../../../../src/domain/progress/progress-reading.ts'
import { beginProgress, trackProgress, viewProgress } from '../../../../src/domain/progress/track-progress.ts'

const reading = (fraction: number | undefined, done = 0): ProgressReading => ({
  fraction,
  done,
  unit: 'bytes',
  current: 'public.orders',
})

/** What is shown after readings at these seconds. */
function after(...readings: [seconds: number, reading: ProgressReading][]) {
  let progress = beginProgress(0)
  for (const [seconds, next] of readings) progress = trackProgress(progress, next, seconds * 1000)
  return viewProgress(progress)
}

describe('progress', () => {
  it('shows percent, rate, time left and what is being worked on', () => {
    const view = after([2, reading(0.1, 200)], [4, reading(0.2, 400)])
    expect(view).toEqual({
      percent: 20,
      done: 400,
      unit: 'bytes',
      perSecond: 100,
      secondsLeft: 16,
      current: 'public.orders',
    })
  })

  it('guesses no time left in the first three seconds, nor when nothing has moved', () => {
    expect(after([10, reading(0)]).perSecond).toBeNull()
    expect(after([2, reading(0.5)]).secondsLeft).toBeNull()
    expect(after([10, reading(0)]).secondsLeft).toBeNull()
  })

  it('judges the speed by the last 20 seconds', () => {
    const slowAtFirst = after(
      [60, reading(0.01, 100)],
      [70, reading(0.01, 100)],
      [80, reading(0.21, 2100)],
      [90, reading(0.51, 5100)],
    )
    expect(slowAtFirst).toMatchObject({ perSecond: 250, secondsLeft: 20 })
  })

  it('does not say 100 % before the work has ended', () => {
    expect(after([1, reading(1)]).percent).toBe(99)
    expect(after([1, reading(1.7)]).percent).toBe(99)
  })

  it('has no percentage while nobody can tell', () => {
    expect(after([5, reading(undefined, 1000)])).toMatchObject({ percent: null, secondsLeft: null, perSecond: 200 })
  })

  it('never goes backwards, never passes its end and never shows what is no number, whatever the readings', () => {
    // Of anything that is counted: sizes and rows, not the edges of what a double can hold.
    const anyNumber = fc.oneof(
      fc.double({ min: -1e18, max: 1e18 }),
      fc.constantFrom(Infinity, -Infinity),
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.integer(),
    )
    const anyReading = fc.record({
      fraction: fc.option(anyNumber, { nil: undefined }),
      done: anyNumber,
      unit: fc.constant('bytes' as const),
      current: fc.option(fc.string(), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(anyReading, fc.integer({ min: 0, max: 60_000 })), { maxLength: 60 }), (looks) => {
        let [progress, atMs] = [beginProgress(0), 0]
        let before = viewProgress(progress)
        for (const [look, laterMs] of looks) {
          atMs += laterMs
          progress = trackProgress(progress, look, atMs)
          const now = viewProgress(progress)
          expect(now.percent ?? 0).toBeGreaterThanOrEqual(before.percent ?? 0)
          expect(now.percent ?? 0).toBeLessThanOrEqual(99)
          expect(now.done).toBeGreaterThanOrEqual(before.done)
          for (const shown of [now.perSecond ?? 0, now.secondsLeft ?? 0]) expect(shown).toBeGreaterThanOrEqual(0)
          for (const shown of [now.perSecond ?? 0, now.secondsLeft ?? 0]) expect(Number.isFinite(shown)).toBe(true)
          expect(progress.samples.length).toBeLessThanOrEqual(looks.length + 1)
          before = now
        }
      }),
    )
  })

  it('remembers no more than its window, however long the work takes', () => {
    let progress = beginProgress(0)
    for (let second = 1; second <= 3600; second += 1) {
      progress = trackProgress(progress, reading(second / 3600, second), second * 1000)
    }
    expect(progress.samples.length).toBeLessThan(25)
  })
})
