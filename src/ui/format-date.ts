/** "2025-11-20 10:35:00" in the time zone of the person who reads it. */
export function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'unknown date'
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

function two(value: number): string {
  return value < 10 ? `0${String(value)}` : String(value)
}
