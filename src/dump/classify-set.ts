import type { Token } from './sql-token.ts'
import { hasWords, punctuationAt, wordAt } from './statement-words.ts'

/** Client encodings whose characters may hold an ASCII byte such as a backslash or quote: psql reads them differently. */
const unsafeEncodings = new Set(
  (
    'sjis shiftjis mskanji win932 windows932 shiftjis2004 big5 win950 windows950 ' +
    'gbk win936 windows936 uhc win949 windows949 gb18030 johab'
  ).split(' '),
)

/** Why a SET, RESET or DISCARD may not run, if so: settings that change how psql reads the rest of the file. */
export function refuseSetting(tokens: readonly Token[]): string | undefined {
  const verb = wordAt(tokens, 0)
  if (verb === 'discard') return 'DISCARD'
  if (verb === 'reset') return refuseReset(tokens)
  const at = /^(session|local)$/.test(wordAt(tokens, 1)) ? 2 : 1
  if (wordAt(tokens, at) === 'transaction' || hasWords(tokens, at, ['characteristics'])) return 'SET TRANSACTION'
  if (wordAt(tokens, at) === 'names') return refuseValue('client_encoding', tokens.slice(at + 1))
  const assigns = punctuationAt(tokens, at + 1) === '=' || wordAt(tokens, at + 1) === 'to'
  return assigns ? refuseValue(settingName(tokens[at]), tokens.slice(at + 2)) : undefined
}

/** `set_config('name', 'value', …)` called outside a definition: the same settings by another door. */
export function refuseSetConfig(tokens: readonly Token[]): string | undefined {
  for (const [index, token] of tokens.entries()) {
    if (punctuationAt(tokens, index + 1) !== '(' || settingName(token) !== 'set_config') continue
    const name = tokens[index + 2]
    const plain = name?.kind === 'string' && punctuationAt(tokens, index + 3) === ','
    if (!plain) return 'set_config of a computed name'
    const refusal = refuseValue(name.text.toLowerCase(), tokens.slice(index + 4, index + 5))
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function refuseReset(tokens: readonly Token[]): string | undefined {
  const name = settingName(tokens[1])
  return /^(all|standard_conforming_strings|client_encoding)$/.test(name) ? `RESET ${name}` : undefined
}

function settingName(token: Token | undefined): string {
  return token?.kind === 'word' || token?.kind === 'name' ? token.text.toLowerCase() : ''
}

/** A value that is not one plain token cannot be judged, so it is refused like a bad one. */
function refuseValue(setting: string, value: readonly Token[]): string | undefined {
  const readable = value.length === 1 && /^(word|string|name)$/.test(value[0]?.kind ?? '')
  const text = readable ? (value[0]?.text ?? '').toLowerCase() : ''
  if (setting === 'standard_conforming_strings') return text === 'on' ? undefined : 'SET standard_conforming_strings'
  if (setting !== 'client_encoding') return undefined
  const encoding = text.replace(/[^a-z0-9]/g, '')
  return encoding === '' || unsafeEncodings.has(encoding) ? 'SET client_encoding to one unsafe for psql' : undefined
}
