/** C0 and C1 controls, bidirectional overrides, invisible and line-breaking characters: all that can rewrite a terminal's screen or mislead a reader. */
const unsafe = /[\p{Cc}\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu

const named: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` }

/** Text from a database or a file, safe to print on one line: what a terminal would obey becomes a visible escape (`\x1b`, `\u202e`). */
export function stripControl(text: string): string {
  return text.replace(unsafe, (character) => named[character] ?? escaped(character.codePointAt(0) ?? 0))
}

function escaped(code: number): string {
  const digits = code.toString(16)
  return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`
}
