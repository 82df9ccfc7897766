export interface Stats {
  readonly min: number
  readonly median: number
  readonly max: number
}

export function statsOf(values: readonly number[]): Stats {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: sorted[0] ?? Number.NaN, median: median(sorted), max: sorted.at(-1) ?? Number.NaN }
}

function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1], sorted[middle]]
  if (high === undefined) return Number.NaN
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2
}

/** Of the medians, with the extremes of the rounds: in round n both ran next to each other. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Stats {
  const perRound = statsOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)))
  return { ...perRound, median: statsOf(ours).median / statsOf(theirs).median }
}
