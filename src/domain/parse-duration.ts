const secondsPer = { s: 1, min: 60, m: 60, h: 3600, d: 86_400 } as const

/** Seconds in `30`, `30s`, `2min` (or `2m`), `1h`, `1d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})\s*(s|min|m|h|d)?$/.exec(text.trim())
  if (match === null) return undefined
  const unit = (match[2] ?? 's') as keyof typeof secondsPer
  return Number(match[1]) * secondsPer[unit]
}
