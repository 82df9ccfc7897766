const units = ['KB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes for people: `512 B`, `12.45 MB`. A KB is 1024 bytes; two decimals from there on. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`
  let value = bytes / 1024
  let unit = 0
  // What would round to 1024.00 belongs to the next unit.
  while (value >= 1023.995 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value.toFixed(2)} ${units[unit] ?? ''}`
}
