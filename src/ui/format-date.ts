/** "2025-11-20 10:35:00" in the time zone of the person who reads it. */
export function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'unknown date'
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
