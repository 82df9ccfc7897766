import type { Row } from './result.ts'
import type { Stats } from './stats.ts'

/** "0.42× (0.40–0.45)": the figure that counts, and the extremes of the rounds where there were several. */
export function formatValue({ value, unit }: Row): string {
  if (value === null) return 'not measured'
  const { min, median, max } = value
  const middle = formatFigure(median, unit)
  return min === max ? middle : `${middle} (${formatFigure(min, unit)}–${formatFigure(max, unit)})`
}

export function formatLimit({ against, limit, atLeast, unit }: Row): string {
  if (limit === null) return against === null ? 'works' : 'no goal'
  const most = `≤ ${formatFigure(limit, unit)}`
  return atLeast === undefined ? most : `${formatFigure(atLeast, unit)} to ${formatFigure(limit, unit)}`
}

export function formatSeconds({ median }: Stats): string {
  return `${median < 1 ? median.toFixed(3) : median.toFixed(2)} s`
}

/** "3.31 s : 8.90 s": ours and the alternative's. */
export function formatPair({ seconds }: Row): string {
  return seconds === undefined ? '' : `${formatSeconds(seconds.ours)} : ${formatSeconds(seconds.theirs)}`
}

/** "CPU 4.10 s : 9.80 s" */
export function formatCpu({ cpuSeconds }: Row): string {
  return cpuSeconds === undefined ? '' : `CPU ${cpuSeconds.ours.toFixed(2)} s : ${cpuSeconds.theirs.toFixed(2)} s`
}

/** "0.42×", "3.31 s", "94 MB". */
export function formatFigure(figure: number, unit: Row['unit']): string {
  if (unit === 'ratio') return `${figure.toFixed(2)}×`
  if (unit === 's') return `${figure < 10 ? figure.toFixed(2) : figure.toFixed(1)} s`
  return `${figure.toFixed(0)} ${unit}`
}
