import type { Row } from './result.ts'
import { ratioOf, statsOf } from './stats.ts'
import type { Timing } from './timed.ts'

export interface Comparison extends Pick<Row, 'what' | 'against' | 'limit' | 'atLeast'> {
  readonly ours: readonly Timing[]
  readonly theirs: readonly Timing[]
}

/** Time against time. */
export function compare({ ours, theirs, ...row }: Comparison): Row {
  const [our, their] = [secondsOf(ours), secondsOf(theirs)]
  return {
    ...row,
    unit: 'ratio',
    value: ratioOf(our, their),
    seconds: { ours: statsOf(our), theirs: statsOf(their) },
    cpuSeconds: { ours: cpuOf(ours), theirs: cpuOf(theirs) },
  }
}

export function secondsOf(timings: readonly Timing[]): number[] {
  return timings.map(({ seconds }) => seconds)
}

function cpuOf(timings: readonly Timing[]): number {
  return statsOf(timings.map(({ cpuSeconds }) => cpuSeconds)).median
}
