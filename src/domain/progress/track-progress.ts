import type { ProgressReading } from './progress-reading.ts'

/** What the readings up to now amount to. Made by beginProgress() and trackProgress(). */
export interface Progress {
  /** The latest; undefined before the first. */
  readonly reading: ProgressReading | undefined
  /** Whether any reading had a fraction. */
  readonly measurable: boolean
  /** The newest last, never empty, none older than the window but its edge. */
  readonly samples: readonly Sample[]
}

interface Sample {
  readonly atMs: number
  readonly fraction: number
  readonly done: number
}

/** What can be said of it now. */
export interface ProgressView {
  /** Whole; at most 99, since what is done says so itself. null: nobody can tell. */
  readonly percent: number | null
  readonly done: number
  readonly unit: ProgressReading['unit']
  /** null while nothing comes through: while an index is built, for one. */
  readonly perSecond: number | null
  readonly secondsLeft: number | null
  readonly current: string | null
}

/** Rates are those of the last 20 s: long enough to be calm, short enough to notice a change. */
const windowMs = 20_000
/** Before that nobody can guess the time that is left. */
const guessAfterMs = 3000

export function beginProgress(atMs: number): Progress {
  return { reading: undefined, measurable: false, samples: [{ atMs, fraction: 0, done: 0 }] }
}

/** Takes a reading in. Whatever it says, progress never goes backwards and never passes its end. */
export function trackProgress({ measurable, samples }: Progress, reading: ProgressReading, atMs: number): Progress {
  const last = newest(samples)
  const sample = {
    atMs: Math.max(last.atMs, atMs),
    fraction: Math.min(1, higher(last.fraction, reading.fraction)),
    done: higher(last.done, reading.done),
  }
  const kept = samples.filter((_, index) => (samples[index + 1]?.atMs ?? sample.atMs) > sample.atMs - windowMs)
  return {
    reading,
    measurable: measurable || reading.fraction !== undefined,
    samples: [...(kept.length === 0 ? [last] : kept), sample],
  }
}

export function viewProgress({ reading, measurable, samples }: Progress): ProgressView {
  const [first, last] = [samples[0] ?? newest(samples), newest(samples)]
  const seconds = (last.atMs - first.atMs) / 1000
  return {
    percent: measurable ? Math.min(99, Math.floor(last.fraction * 100)) : null,
    done: last.done,
    unit: reading?.unit ?? 'bytes',
    perSecond: seconds > 0 && last.done > first.done ? (last.done - first.done) / seconds : null,
    secondsLeft: measurable ? secondsLeft(first, last) : null,
    current: reading?.current ?? null,
  }
}

/** At the speed of the window; null while nothing moves, or too early. */
function secondsLeft(first: Sample, last: Sample): number | null {
  const elapsedMs = last.atMs - first.atMs
  const moved = last.fraction - first.fraction
  if (elapsedMs < guessAfterMs || moved <= 0) return null
  const left = Math.ceil(((1 - last.fraction) / moved) * (elapsedMs / 1000))
  return Number.isFinite(left) ? left : null
}

function newest(samples: readonly Sample[]): Sample {
  return samples.at(-1) ?? { atMs: 0, fraction: 0, done: 0 }
}

/** Infinities and NaN count as nothing new. */
function higher(before: number, now: number | undefined): number {
  return now !== undefined && Number.isFinite(now) && now > before ? now : before
}
