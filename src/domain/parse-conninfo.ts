import { invalidUrl } from './invalid-url.ts'
import type { ConnectionPair } from './parse-postgres-uri.ts'

const hint = "quote values with spaces: host=localhost dbname='my shop' password='it\\'s'"

/** keyword, then `=`, then a quoted or a bare value; a backslash takes the next character literally. */
const quoted = String.raw`'((?:\\[^]|[^'\\])*)'`
const bare = String.raw`((?:\\[^]|[^\s\\])*\\?)`
const pairPattern = new RegExp(String.raw`([^=\s]*)\s*=\s*(?:${quoted}|(?!')${bare})`, 'y')

/**
 * Splits libpq's other form, `host=localhost dbname='my shop'` (conninfo_parse in fe-connect.c). Throws `invalid-url`
 * without quoting any of it.
 */
export function parseConninfo(text: string): ConnectionPair[] {
  const pairs: ConnectionPair[] = []
  let position = skipSpace(text, 0)
  while (position < text.length) {
    pairPattern.lastIndex = position
    const match = pairPattern.exec(text)
    if (match === null) throw invalidUrl('a part of it is not of the form keyword=value', hint)
    pairs.push([match[1] ?? '', unescape(match[2] ?? match[3] ?? '')])
    position = skipSpace(text, pairPattern.lastIndex)
  }
  return pairs
}

function skipSpace(text: string, from: number): number {
  let position = from
  while (/\s/.test(text.charAt(position))) position += 1
  return position
}

function unescape(value: string): string {
  return value.replace(/\\([^]?)/g, '$1')
}
