/** No letter or digit that is mistaken for another (0 and o, 1 and l). 32 symbols: a byte picks one without bias. */
const symbols = '23456789abcdefghijkmnpqrstuvwxyz'
const letters = symbols.slice(8)

/** Characters of an id: short enough to type, and to fit behind `pgsafe_verify_` in 63 bytes. */
const length = 10

/** A new id from random bytes (at least 10): ten lower-case letters and digits, a letter first. Throws when given fewer. */
export function backupIdFrom(random: Uint8Array): string {
  if (random.length < length) throw new RangeError(`an id needs ${String(length)} random bytes`)
  return Array.from(random.slice(0, length), (byte, index) => {
    const alphabet = index === 0 ? letters : symbols
    return alphabet.charAt(byte % alphabet.length)
  }).join('')
}

/** True for what may stand as an id in file names, database names and commands. */
export function isBackupId(text: string): boolean {
  return /^[0-9A-Za-z_-]{1,40}$/.test(text)
}
