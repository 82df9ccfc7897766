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
  readonly script: string
  readonly pieces: PsqlPiece[]
  at: number
  /** The statement so far, in parts: joined once, because a script may be long. */
  parts: string[]
  hasVariables: boolean
  /** Ends that were looked for in vain: they are not there further on either. */
  readonly missing: Set<string>
}

const plain = /[^'"$:;\\/\-A-Za-z_\u0080-\uFFFF]+/y
const word = /[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y
const quoted = /(?<=[eE])'(?:\\[^]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"/y
const dollarTag = /\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$/y
const lineComment = /--[^\n]*/y
const variable = /(?<!:):(?:'(\w+)'|"(\w+)"|([A-Za-z_]\w*))/y
const metaCommand = /\\(\S*)[^\S\n]*([^\n]*)/y
const copyFromStdin = /^\s*copy\b[^]*\bfrom\s+(?:stdin|pstdin)\b/i

/** Splits what psql would read into statements and backslash commands; the data after `COPY … FROM stdin` is left out. */
export function splitPsqlScript(script: string): PsqlPiece[] {
  const reading: Reading = { script, pieces: [], at: 0, parts: [], hasVariables: false, missing: new Set() }
  while (reading.at < script.length) readNext(reading)
  endStatement(reading)
  return reading.pieces
}

function readNext(reading: Reading): void {
  const character = reading.script[reading.at]
  if (character === ';') return readSemicolon(reading)
  if (character === '\\') return readMeta(reading)
  if (skip(reading, lineComment) || readEnclosed(reading, '/*', '*/')) return
  const named = match(reading, variable)
  if (named !== null) {
    reading.hasVariables = true
    reading.parts.push(named[1] === undefined ? `"${named[2] ?? named[3] ?? ''}"` : `'${named[1]}'`)
    return
  }
  if (readDollarQuoted(reading)) return
  const token = match(reading, plain) ?? match(reading, word) ?? match(reading, quoted)
  if (token === null) reading.at += 1
  reading.parts.push(token?.[0] ?? character ?? '')
}

function match(reading: Reading, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reading.at
  const found = pattern.exec(reading.script)
  if (found !== null) reading.at += found[0].length
  return found
}

function skip(reading: Reading, pattern: RegExp): boolean {
  if (match(reading, pattern) === null) return false
  reading.parts.push(' ')
  return true
}

/** What stands between `start` and `end` is replaced by a space. */
function readEnclosed(reading: Reading, start: string, end: string): boolean {
  const stop = reading.script.startsWith(start, reading.at) ? findEnd(reading, end, start.length) : -1
  if (stop === -1) return false
  reading.at = stop
  reading.parts.push(' ')
  return true
}

function readDollarQuoted(reading: Reading): boolean {
  dollarTag.lastIndex = reading.at
  const tag = dollarTag.exec(reading.script)?.[0]
  const stop = tag === undefined ? -1 : findEnd(reading, tag, tag.length)
  if (stop === -1) return false
  reading.parts.push(reading.script.slice(reading.at, stop))
  reading.at = stop
  return true
}

/** Where `end` ends, searched from `offset` characters on; -1 without one. */
function findEnd(reading: Reading, end: string, offset: number): number {
  if (reading.missing.has(end)) return -1
  const found = reading.script.indexOf(end, reading.at + offset)
  if (found === -1) reading.missing.add(end)
  return found === -1 ? -1 : found + end.length
}

function readSemicolon(reading: Reading): void {
  const isCopy = copyFromStdin.test(reading.parts.slice(0, 500).join(''))
  endStatement(reading)
  reading.at += 1
  if (!isCopy) return
  const lineEnd = reading.script.indexOf('\n', reading.at - 1)
  const data = lineEnd === -1 ? -1 : reading.script.indexOf('\n\\.', lineEnd)
  reading.at = data === -1 ? reading.script.length : data + '\n\\.'.length
}

function readMeta(reading: Reading): void {
  const [, name = '', args = ''] = match(reading, metaCommand) ?? []
  if (name.startsWith(';')) {
    endStatement(reading)
    reading.at -= name.length - 1 + args.length
    return
  }
  // \g and its kin send what stands before them.
  if (/^(?:g|crosstabview|watch)/.test(name)) endStatement(reading)
  reading.pieces.push({ kind: 'meta', name, args: args.trim() })
}

function endStatement(reading: Reading): void {
  const text = reading.parts.join('').trim()
  if (text !== '') reading.pieces.push({ kind: 'sql', text, hasVariables: reading.hasVariables })
  reading.parts = []
  reading.hasVariables = false
}
