import { libpqKeywords, ormParameters } from './connection-parameters.ts'
import { ambiguousUrl, invalidUrl } from './invalid-url.ts'
import { isPoolerAddress } from './is-pooler-address.ts'
import { parseConninfo } from './parse-conninfo.ts'
import { parsePostgresUri, type ConnectionPair, type UriPairs } from './parse-postgres-uri.ts'
import type { ConnectionParams } from './target.ts'
import { translateParameters } from './translate-parameters.ts'

export interface ParsedConnection {
  readonly params: ConnectionParams
  /** As the URL names it; undefined when it leaves that to libpq. */
  readonly database: string | undefined
  /** What was dropped or translated, one sentence each, without secrets. */
  readonly notices: readonly string[]
  /** True when it leads to a connection pooler, through which pg_dump must not go. */
  readonly pooler: boolean
}

/**
 * Reads `postgresql://…`, `postgres://…` or `host=… dbname=…` as libpq does, after dropping what only ORMs understand.
 * Stricter where parsers disagree. Throws `invalid-url`, never quoting any part of the text.
 */
export function parseConnectionUrl(url: string): ParsedConnection {
  const pairs = parsePairs(url)
  const { params, notices } = translateParameters(pairs)
  const database = params['dbname']
  return {
    params,
    database: database === '' ? undefined : database,
    notices,
    pooler: pairs.some(([keyword, value]) => keyword === 'pgbouncer' && value === 'true') || isPoolerAddress(params),
  }
}

function parsePairs(url: string): ConnectionPair[] {
  if (/^postgres(?:ql)?:\/\//.test(url)) return checkedUriPairs(parsePostgresUri(url))
  if (/^prisma(?:\+postgres)?:/i.test(url)) {
    throw invalidUrl(
      'prisma:// and prisma+postgres:// lead to a proxy, not to a PostgreSQL server',
      'use the direct postgresql:// URL of the database',
    )
  }
  if (/^[a-z][a-z\d+.-]*:/i.test(url)) throw invalidUrl('it does not begin with postgresql:// or postgres://')
  if (!url.includes('=')) throw invalidUrl('it is neither a postgresql:// URL nor a list of keyword=value')
  return checkedConninfoPairs(parseConninfo(url))
}

/** An unknown name after `password=` may be the rest of that password, cut off at an unencoded `&`. */
function checkedUriPairs({ address, query }: UriPairs): ConnectionPair[] {
  const password = query.findIndex(([keyword]) => /(?:password|secret)$/.test(keyword))
  const following = password === -1 ? [] : query.slice(password + 1)
  if (!following.every(([keyword]) => libpqKeywords.has(keyword) || ormParameters.has(keyword))) {
    throw ambiguousUrl('an unknown parameter follows a password')
  }
  return [...address, ...query]
}

/** ORMs do not write this form: what libpq does not know is the rest of an unquoted value. */
function checkedConninfoPairs(pairs: readonly ConnectionPair[]): ConnectionPair[] {
  if (pairs.every(([keyword]) => libpqKeywords.has(keyword))) return [...pairs]
  throw invalidUrl('it contains a keyword that libpq does not know', "quote values with spaces: dbname='my shop'")
}
