/**
 * One text for equal values, whatever the order of their keys: keys sorted by UTF-16 code units, no white space, numbers
 * and strings as JSON.stringify writes them (the rules of RFC 8785). Properties that are undefined are left out.
 * Throws TypeError for what JSON cannot say.
 */
export function formatCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatCanonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) return formatObject(value)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  throw new TypeError(`JSON has no ${typeof value}`)
}

function formatObject(object: object): string {
  const properties = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${formatCanonicalJson(value)}`)
  return `{${properties.join(',')}}`
}
