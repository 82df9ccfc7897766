const slots = 4096
const longest = 32

/**
 * Strings for short ASCII byte runs, remembered: a dump repeats the same keywords and names all the time, and making a
 * string from bytes costs more than everything else that is done with a token.
 */
export class WordCache {
  readonly #words: (string | undefined)[] = Array.from({ length: slots }, () => undefined)

  /** `bytes[0, length)` as text. */
  text(bytes: Buffer, length: number): string {
    if (length === 1) return String.fromCharCode(bytes[0] ?? 0)
    if (length > longest) return bytes.toString('latin1', 0, length)
    let hash = length
    for (let at = 0; at < length; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0
    const slot = (hash ^ (hash >>> 12)) & (slots - 1)
    const known = this.#words[slot]
    if (known !== undefined && equals(known, bytes, length)) return known
    const text = bytes.toString('latin1', 0, length)
    this.#words[slot] = text
    return text
  }
}

function equals(text: string, bytes: Buffer, length: number): boolean {
  if (text.length !== length) return false
  for (let at = 0; at < length; at += 1) if (text.charCodeAt(at) !== bytes[at]) return false
  return true
}
