import type { ShellToken } from './shell-token.ts'

interface WordState {
  text: string
  bare: boolean
  expands: boolean
  readonly substitutions: string[]
}

/** Reads one word from the start of the source. Undefined without a word there, or when a quote has no end. */
export function readShellWord(source: string): { readonly token: ShellToken; readonly rest: string } | undefined {
  const word: WordState = { text: '', bare: true, expands: false, substitutions: [] }
  let at = 0
  while (at < source.length && !/[\s|&;()<>]/.test(source[at] ?? '')) {
    const end = readPart(source, at, word)
    if (end === undefined) return undefined
    at = end
  }
  return at === 0 ? undefined : { token: { kind: 'word', ...word }, rest: source.slice(at) }
}

/** Where the part that begins at `at` ends: a quoted piece, a substitution or one character. */
function readPart(source: string, at: number, word: WordState): number | undefined {
  const character = source[at]
  if (character === "'") return readSingleQuotes(source, at, word)
  if (character === '"') return readDoubleQuotes(source, at, word)
  if (character === '\\') {
    word.bare = false
    word.text += source[at + 1] ?? '\\'
    return Math.min(at + 2, source.length)
  }
  if (source.startsWith("$'", at)) return readAnsiQuotes(source, at + 1, word)
  return readSubstitution(source, at, word) ?? readCharacter(source, at, word)
}

function readCharacter(source: string, at: number, word: WordState): number | undefined {
  const opensSubstitution = source[at] === '`' || /^\$[({]/.test(source.slice(at, at + 2))
  if (opensSubstitution) return undefined
  if (source[at] === '$' && /\w|[@*#?!$-]/.test(source[at + 1] ?? '')) word.expands = true
  word.text += source[at] ?? ''
  return at + 1
}

function readSingleQuotes(source: string, at: number, word: WordState): number | undefined {
  const end = source.indexOf("'", at + 1)
  if (end === -1) return undefined
  word.bare = false
  word.text += source.slice(at + 1, end)
  return end + 1
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\u001B' }

/** `$'…'`: backslashes mean what they do in C. */
function readAnsiQuotes(source: string, at: number, word: WordState): number | undefined {
  const inside = /^'((?:\\[^]|[^'\\])*)'/.exec(source.slice(at))
  if (inside === null) return undefined
  word.bare = false
  word.text += (inside[1] ?? '').replace(/\\([^])/g, (_, letter: string) => escapes[letter] ?? letter)
  return at + inside[0].length
}

function readDoubleQuotes(source: string, start: number, word: WordState): number | undefined {
  word.bare = false
  let at = start + 1
  while (at < source.length) {
    if (source[at] === '"') return at + 1
    if (source[at] === '\\' && /["\\$`]/.test(source[at + 1] ?? '')) {
      word.text += source[at + 1] ?? ''
      at += 2
    } else {
      const end = readSubstitution(source, at, word) ?? readCharacter(source, at, word)
      if (end === undefined) return undefined
      at = end
    }
  }
  return undefined
}

/** `$(…)`, `${…}` or backquotes, kept in the word as written; undefined when none begins here, or it has no end. */
function readSubstitution(source: string, at: number, word: WordState): number | undefined {
  const end = substitutionEnd(source, at)
  if (end === undefined) return undefined
  const isCommand = !source.startsWith('${', at) && !source.startsWith('$((', at)
  const width = source[at] === '`' ? 1 : 2
  const inside = source.slice(at + width, end - 1)
  // A command within `${…}` or `$((…))` runs as well: not followed.
  if (!isCommand && /`|\$\(/.test(inside)) return undefined
  if (isCommand) word.substitutions.push(inside)
  word.expands = true
  word.text += source.slice(at, end)
  return end
}

function substitutionEnd(source: string, at: number): number | undefined {
  if (source[at] === '`') {
    const end = source.indexOf('`', at + 1)
    return end === -1 ? undefined : end + 1
  }
  if (source.startsWith('${', at)) {
    const end = source.indexOf('}', at)
    return end === -1 ? undefined : end + 1
  }
  return source.startsWith('$(', at) ? closingParenthesis(source, at + 2) : undefined
}

/** Quotes within are skipped, nested parentheses counted. */
function closingParenthesis(source: string, start: number): number | undefined {
  let depth = 1
  for (let at = start; at < source.length; at += 1) {
    const quoted = /^(?:'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^])/.exec(source.slice(at))
    if (quoted !== null) at += quoted[0].length - 1
    else if (source[at] === '(') depth += 1
    else if (source[at] === ')' && --depth === 0) return at + 1
  }
  return undefined
}
