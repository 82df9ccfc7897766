import { groupDigits } from '../format-count.ts'
import type { ProgressView } from './track-progress.ts'

/** The figures: "42%", "35.1 MB/s", "12 s left"; only those that are known. */
export function formatFigures({ percent, done, unit, perSecond, secondsLeft }: ProgressView): string[] {
  return [
    percent === null ? formatAmount(done, unit) : `${String(percent)}%`,
    ...(perSecond === null ? [] : [`${formatAmount(perSecond, unit)}/s`]),
    ...(secondsLeft === null ? [] : [`${formatTimeLeft(secondsLeft)} left`]),
  ]
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** Coarser than a size that stays: a number that changes every second needs few digits. */
function formatAmount(amount: number, unit: ProgressView['unit']): string {
  if (unit === 'rows') return `${groupDigits(Math.round(amount))} rows`
  let value = amount
  let at = 0
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1024
    at += 1
  }
  return `${value.toFixed(value < 9.95 && at > 0 ? 1 : 0)} ${units[at] ?? ''}`
}

/** "8 s", "3 min 20 s", "1 h 5 min" */
function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return `${String(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`
  return `${groupDigits(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`
}
