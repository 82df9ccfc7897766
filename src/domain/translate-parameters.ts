import { libpqKeywords, ormParameters, unwantedKeywords } from './connection-parameters.ts'
import { connectionNotices } from './connection-notices.ts'
import { invalidUrl } from './invalid-url.ts'
import type { ConnectionPair } from './parse-postgres-uri.ts'
import type { ConnectionParams } from './target.ts'
import { translateTls } from './translate-tls.ts'

export interface TranslatedParameters {
  readonly params: ConnectionParams
  readonly notices: readonly string[]
}

const tlsKeywords = new Set(['sslmode', 'requiressl'])

/** Keeps libpq's own keywords, translates what means TLS, drops what only an ORM reads, and tells what else was dropped. */
export function translateParameters(pairs: readonly ConnectionPair[]): TranslatedParameters {
  const tls = translateTls(pairs)
  const kept = pairs.filter(
    ([keyword]) => libpqKeywords.has(keyword) && !tlsKeywords.has(keyword) && !Object.hasOwn(unwantedKeywords, keyword),
  )
  const params: Record<string, string> = Object.fromEntries(kept)
  if (tls.mode !== undefined) params['sslmode'] = tls.mode
  assertPorts(params['port'])
  return withPrismaTls(pairs, { params, notices: [...tls.notices, ...droppedNotices(pairs)] })
}

function droppedNotices(pairs: readonly ConnectionPair[]): string[] {
  return pairs.flatMap(([keyword]) => {
    const why = unwantedKeywords[keyword]
    if (why !== undefined) return [connectionNotices.unwanted(keyword, why)]
    if (keyword === 'sslidentity') return [connectionNotices.sslidentity]
    return libpqKeywords.has(keyword) || ormParameters.has(keyword) ? [] : [connectionNotices.unknown(keyword)]
  })
}

/** Prisma's `sslcert` is the server's root certificate; libpq's is the client's own. Only Prisma knows `sslaccept` and `sslidentity`. */
function withPrismaTls(pairs: readonly ConnectionPair[], translated: TranslatedParameters): TranslatedParameters {
  const isPrisma = pairs.some(([keyword]) => keyword === 'sslaccept' || keyword === 'sslidentity')
  const { sslcert, ...rest } = translated.params
  if (!isPrisma || sslcert === undefined || 'sslkey' in rest || 'sslrootcert' in rest) return translated
  return {
    params: { ...rest, sslrootcert: sslcert },
    notices: [...translated.notices, connectionNotices.prismaSslcert],
  }
}

function assertPorts(ports: string | undefined): void {
  const isPort = (port: string): boolean =>
    port === '' || (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536)
  if ((ports ?? '').split(',').every(isPort)) return
  // Often the first half of a password that holds an unencoded slash: not to be quoted.
  throw invalidUrl(
    'its port is not a number between 1 and 65535',
    'if the password contains / or another special character, percent-encode it (/ as %2F)',
  )
}
