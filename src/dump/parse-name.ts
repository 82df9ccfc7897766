import type { Token } from './sql-token.ts'

/** NAMEDATALEN - 1: PostgreSQL cuts longer identifiers here, never within a character. */
const maxNameBytes = 63

/** A possibly qualified name that starts at `tokens[at]`; `next` is the index after it. A catalog in front is dropped. */
export function parseName(
  tokens: readonly Token[],
  at: number,
): { schema: string; name: string; next: number } | undefined {
  const parts: string[] = []
  for (let index = at; ; index += 2) {
    const token = tokens[index]
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) return undefined
    parts.push(identifier(token))
    const dot = tokens[index + 1]
    if (dot?.kind !== 'punctuation' || dot.text !== '.') {
      return { schema: parts.at(-2) ?? '', name: parts.at(-1) ?? '', next: index + 1 }
    }
  }
}

/** An identifier's value: unquoted ones fold to lower case, ASCII letters only. */
function identifier(token: Token): string {
  const value = token.kind === 'word' ? token.text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : token.text
  return truncate(value)
}

function truncate(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name
  const bytes = Buffer.from(name)
  let end = maxNameBytes
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end)
}
