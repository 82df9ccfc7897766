const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** How long ago `then` was at `now`: `just now`, `3 min ago`, `5 hours ago`, `2 days ago`; `in 3 min` when clocks disagree. */
export function formatAge(then: Date, now: Date): string {
  const seconds = (now.getTime() - then.getTime()) / 1000
  const span = formatSpan(Math.abs(seconds))
  if (span === undefined) return 'just now'
  return seconds < 0 ? `in ${span}` : `${span} ago`
}

function formatSpan(seconds: number): string | undefined {
  if (seconds < 10) return undefined
  if (seconds < minute) return `${String(Math.floor(seconds))} s`
  if (seconds < hour) return `${String(Math.floor(seconds / minute))} min`
  if (seconds < day) return counted(Math.floor(seconds / hour), 'hour')
  return counted(Math.floor(seconds / day), 'day')
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}
