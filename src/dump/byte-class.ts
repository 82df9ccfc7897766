/** What a byte may begin or continue, as psql's lexer sees it: bytes above 127 are letters. */
export const ByteClass = { other: 0, space: 1, letter: 2, digit: 3 } as const

const classes = new Uint8Array(256)
for (const byte of Buffer.from(' \t\n\r\f\v')) classes[byte] = ByteClass.space
for (const byte of Buffer.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_'))
  classes[byte] = ByteClass.letter
for (const byte of Buffer.from('0123456789')) classes[byte] = ByteClass.digit
classes.fill(ByteClass.letter, 128)

/** The class of a byte. */
export function classOf(byte: number | undefined): number {
  return classes[byte ?? 0] ?? ByteClass.other
}

/** The first position from `at` on whose byte cannot belong to a word or a dollar tag: letters, digits and high bytes. */
export function endOfWord(chunk: Buffer, at: number): number {
  let end = at
  while (end < chunk.length && classOf(chunk[end]) >= ByteClass.letter) end += 1
  return end
}

/** The first position from `at` on that is not whitespace. */
export function endOfSpace(chunk: Buffer, at: number): number {
  let end = at
  while (end < chunk.length && classOf(chunk[end]) === ByteClass.space) end += 1
  return end
}
