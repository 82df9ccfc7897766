/** Colour sequences as kleur writes them: the only escape sequences that may reach a terminal. */
const colorSequence = /\u001B\[[\d;]*m/g

/** C0 and C1 controls, and the marks that turn the direction of text around. */
const control = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** The same without line breaks and tabs; in most texts there is none. */
const beyondLayout = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/

/**
 * A value from outside (a database's name, a label, a server's message) as one harmless line: line breaks become spaces,
 * other control characters a visible `?`.
 */
export function printable(value: string): string {
  if (value.search(control) === -1) return value
  return value.replace(/\r?\n|\t/g, ' ').replace(control, '?')
}

/** The last net before the terminal: keeps line breaks, tabs and our own colours, drops every other control character. */
export function safeForTerminal(text: string): string {
  if (!beyondLayout.test(text)) return text
  const colors = text.match(colorSequence) ?? []
  const parts = text.split(colorSequence).map((part) => part.replace(control, keepLayout))
  return parts.map((part, index) => part + (colors[index] ?? '')).join('')
}

/** Without colours: for pipes and files. */
export function withoutColors(text: string): string {
  return text.replace(colorSequence, '')
}

function keepLayout(character: string): string {
  return character === '\n' || character === '\t' ? character : ''
}
