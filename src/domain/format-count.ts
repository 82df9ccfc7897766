/** A number of things for people: `20,000 rows`, `1 table`. `plural` for nouns that do not just take an s. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${groupDigits(count)} ${count === 1 ? noun : plural}`
}

/** `20,000`. By hand: Intl's tables take longer to load than a whole `pgsafe list`. */
export function groupDigits(count: number): string {
  return count < 1000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
