import type { ShellToken } from './shell-token.ts'
import { readShellWord } from './shell-word.ts'

const operator = /^(?:&&|\|\||\|&|;;|[|;&()])/
const redirection = /^\d*(?:&>>?|<<<|<<-?|<>|>>|>\||[<>]&?)/

/**
 * Cuts a command line into words, operators and redirections. Undefined when a quote, a substitution or a here-document
 * has no end: nobody can say what a shell would do then.
 */
export function tokenizeShell(source: string): ShellToken[] | undefined {
  const tokens: ShellToken[] = []
  let rest = source.replaceAll('\\\n', '')
  while ((rest = rest.replace(/^(?:[ \t\r]+|#[^\n]*)+/, '')) !== '') {
    const next = readNewline(rest) ?? readRedirection(rest) ?? readOperator(rest) ?? readShellWord(rest)
    if (next === undefined) return undefined
    tokens.push(next.token)
    rest = next.rest
  }
  return tokens
}

interface Read {
  readonly token: ShellToken
  readonly rest: string
}

function readNewline(source: string): Read | undefined {
  return source.startsWith('\n') ? { token: { kind: 'operator', text: '\n' }, rest: source.slice(1) } : undefined
}

function readOperator(source: string): Read | undefined {
  const text = operator.exec(source)?.[0]
  return text === undefined ? undefined : { token: { kind: 'operator', text }, rest: source.slice(text.length) }
}

function readRedirection(source: string): Read | undefined {
  const text = (/^&>>?/.exec(source) ?? redirection.exec(source))?.[0]
  if (text === undefined) return undefined
  const rest = source.slice(text.length)
  if (!/^\d*<<-?$/.test(text)) return { token: { kind: 'redirection', text }, rest }
  return readHereDocument(text, rest)
}

/** The text between the line break and the delimiter; what else stands on the first line is still to be read. */
function readHereDocument(text: string, source: string): Read | undefined {
  const delimiter = readShellWord(source.replace(/^[ \t]+/, ''))
  if (delimiter?.token.kind !== 'word') return undefined
  const lineEnd = delimiter.rest.indexOf('\n')
  if (lineEnd === -1) return undefined
  const lines = delimiter.rest.slice(lineEnd + 1).split('\n')
  const end = lines.findIndex((line) => (text.endsWith('-') ? line.replace(/^\t+/, '') : line) === delimiter.token.text)
  if (end === -1) return undefined
  // Commands within the text run too, unless the delimiter is quoted.
  if (delimiter.token.bare && /`|\$\(/.test(lines.slice(0, end).join('\n'))) return undefined
  return {
    token: { kind: 'redirection', text: '<<', body: lines.slice(0, end).join('\n') },
    rest: [delimiter.rest.slice(0, lineEnd), ...lines.slice(end + 1)].join('\n'),
  }
}
