/** `"name"` with inner quotes doubled: any name of PostgreSQL's, also one with dashes, quotes or newlines. Throws on NUL and ''. */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new RangeError('an identifier is neither empty nor contains NUL')
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * `'text'`, or `E'…'` where backslashes are doubled, so that it means the same whatever standard_conforming_strings says.
 * Safe in psql's input too: neither `:name` nor `\` is special inside quotes. Throws on NUL.
 */
export function sqlLiteral(text: string): string {
  if (text.includes('\0')) throw new RangeError('a text in PostgreSQL never contains NUL')
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}
