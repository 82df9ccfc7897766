import type { CommandTarget } from './command-target.ts'
import { targetAt, toPostgresUrl } from './database-url.ts'
import { other } from './command-target.ts'
import type { TargetQuestion } from './target-question.ts'

const addressFlag =
  /^-{1,2}(?:url|uri|dsn|db|db-url|database-url|database|connection|connection-string|conn|target|pg-url)$/i

/** The database that any program names in its arguments: a URL in any place, or the value of an option such as `--url`. */
export function resolveByArguments({ words }: TargetQuestion): CommandTarget | undefined {
  const urls = new Set(words.map(valueOf).filter((value) => toPostgresUrl(value) !== undefined))
  const [first, second] = urls
  if (second !== undefined) return other('its arguments hold several database URLs')
  if (first !== undefined) return targetAt(first, { how: 'the URL in its arguments', source: 'arguments' })
  const at = words.findIndex((word) => addressFlag.test(word.replace(/=[^]*$/, '')))
  const flag = words[at]
  if (flag === undefined) return undefined
  const value = flag.includes('=') ? valueOf(flag) : (words[at + 1] ?? '')
  // `--target production`, `--db 2`: a name of the program's own.
  return /:\/\/|\$|`|\w=/.test(value)
    ? targetAt(value, { how: flag.replace(/=[^]*$/, ''), source: 'arguments' })
    : undefined
}

/** `--url=postgres://…` and `-x url=postgres://…` hold it behind their `=`. */
function valueOf(word: string): string {
  return word.replace(/^[-\w]+=/, '')
}
