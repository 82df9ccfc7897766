/** A command line as a person would type it into a POSIX shell: for showing, never for running. */
export function formatCommand(words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}

/** One word of it, quoted where a shell would read it otherwise. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
