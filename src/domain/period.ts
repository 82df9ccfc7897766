export type Period = 'day' | 'week' | 'month'

const dayMs = 86_400_000

/** The UTC day ("2025-11-20"), ISO 8601 week ("2025-W47") or month ("2025-11") that a moment lies in. */
export function formatPeriod(moment: Date, period: Period): string {
  if (period === 'day') return moment.toISOString().slice(0, 10)
  if (period === 'month') return moment.toISOString().slice(0, 7)
  return formatIsoWeek(moment)
}

/** A week belongs to the year that its Thursday lies in. */
function formatIsoWeek(moment: Date): string {
  const thursday = new Date(moment.getTime() + (4 - (moment.getUTCDay() || 7)) * dayMs)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1
  return `${String(year)}-W${String(week).padStart(2, '0')}`
}
