/** A part of what psql reads. */
export type PsqlPiece =
  | {
      readonly kind: 'sql'
      readonly text: string
      /** psql variables stood in it; they are written as plain names now. */
      readonly hasVariables: boolean
    }
  /** A backslash command: its name without the backslash, and the rest of its line. */
  | { readonly kind: 'meta'; readonly name: string; readonly args: string }

interface Reading {
  readonly pieces: PsqlPiece[]
  text: string
  hasVariables: boolean
}

const quoted = /^(?:[eE]'(?:\\[^]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*")/
const dollarQuoted = /^(\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$)[^]*?\1/
const comment = /^(?:--[^\n]*|\/\*[^]*?\*\/)/
const word = /^[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/
const variable = /^:(?:'(\w+)'|"(\w+)"|([A-Za-z_]\w*))/
const copyFromStdin = /^\s*copy\b[^]*\bfrom\s+(?:stdin|pstdin)\b/i

/** Splits what psql would read into statements and backslash commands; the data after `COPY … FROM stdin` is left out. */
export function splitPsqlScript(script: string): PsqlPiece[] {
  const reading: Reading = { pieces: [], text: '', hasVariables: false }
  let rest = script
  while (rest !== '') rest = rest.slice(readNext(rest, reading))
  endStatement(reading)
  return reading.pieces
}

/** Reads one token; how long it is. */
function readNext(rest: string, reading: Reading): number {
  if (rest.startsWith(';')) return readSemicolon(rest, reading)
  if (rest.startsWith('\\')) return readMeta(rest, reading)
  const skipped = comment.exec(rest)?.[0]
  if (skipped !== undefined) {
    reading.text += ' '
    return skipped.length
  }
  const named = reading.text.endsWith(':') ? null : variable.exec(rest)
  if (named !== null) {
    reading.hasVariables = true
    reading.text += named[1] === undefined ? `"${named[2] ?? named[3] ?? ''}"` : `'${named[1]}'`
    return named[0].length
  }
  const token = (dollarQuoted.exec(rest) ?? quoted.exec(rest) ?? word.exec(rest))?.[0] ?? rest[0] ?? ''
  reading.text += token
  return token.length
}

function readSemicolon(rest: string, reading: Reading): number {
  const isCopy = copyFromStdin.test(reading.text)
  endStatement(reading)
  if (!isCopy) return 1
  const data = /^;[^\n]*\n(?:[^]*?\n)?\\\.(?:\r?\n|$)/.exec(rest)
  return data?.[0].length ?? 1
}

function readMeta(rest: string, reading: Reading): number {
  const line = /^\\[^\n]*/.exec(rest)?.[0] ?? '\\'
  const [, name = '', args = ''] = /^\\(\S*)\s*(.*)$/.exec(line) ?? []
  if (name.startsWith(';')) {
    endStatement(reading)
    return 2
  }
  // \g and its kin send what stands before them.
  if (/^(?:g|crosstabview|watch)/.test(name)) endStatement(reading)
  reading.pieces.push({ kind: 'meta', name, args: args.trim() })
  return line.length
}

function endStatement(reading: Reading): void {
  const { text, hasVariables } = reading
  if (text.trim() !== '') reading.pieces.push({ kind: 'sql', text: text.trim(), hasVariables })
  reading.text = ''
  reading.hasVariables = false
}
