import { PgsafeError } from '../errors.ts'
import { libpqKeywords } from './connection-parameters.ts'
import type { ConnectionPair } from './parse-postgres-uri.ts'

/**
 * One service of a `pg_service.conf`, or undefined when the file does not define it. As libpq reads it: no spaces around
 * `=`, the first definition of a keyword wins. Throws `invalid-setting` for LDAP look-ups and for what libpq would refuse.
 * https://www.postgresql.org/docs/current/libpq-pgservice.html
 */
export function parseServiceFile(text: string, service: string): ConnectionPair[] | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const start = lines.indexOf(`[${service}]`)
  if (start === -1) return undefined
  const pairs = new Map<string, string>()
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('[')) break
    if (line === '' || line.startsWith('#')) continue
    const [keyword, value] = parseLine(line, service)
    if (!pairs.has(keyword)) pairs.set(keyword, value)
  }
  return [...pairs]
}

function parseLine(line: string, service: string): ConnectionPair {
  const separator = line.indexOf('=')
  const keyword = line.slice(0, Math.max(separator, 0))
  if (!line.startsWith('ldap') && libpqKeywords.has(keyword) && keyword !== 'service') {
    return [keyword, line.slice(separator + 1)]
  }
  const problem = line.startsWith('ldap') ? 'is looked up with LDAP' : 'has a line that libpq does not understand'
  throw new PgsafeError('invalid-setting', `the service "${service}" ${problem}`, {
    hint: 'give the connection as a URL instead, in DATABASE_URL or with --url',
  })
}
