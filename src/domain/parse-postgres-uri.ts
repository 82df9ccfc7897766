import { ambiguousUrl, invalidUrl } from './invalid-url.ts'

/** A keyword of libpq's (or of an ORM's) and its decoded value, in the order in which libpq would apply them: the last one wins. */
export type ConnectionPair = readonly [keyword: string, value: string]

export interface UriPairs {
  readonly address: readonly ConnectionPair[]
  /** What follows the `?`: it overrides the address. */
  readonly query: readonly ConnectionPair[]
}

/** In these a raw `+` would be a plus for libpq and a space for everything that reads queries as HTML forms. */
const decisiveKeywords = new Set(['host', 'hostaddr', 'port', 'user', 'password', 'dbname', 'options'])

/**
 * Splits `postgresql://…` as libpq does (conninfo_uri_parse in fe-connect.c), but refuses what other parsers read
 * differently, because a wrong guess would back up another database. Throws `invalid-url` and never quotes the URL.
 */
export function parsePostgresUri(uri: string): UriPairs {
  const { authority, path, query } = splitUri(uri.slice(uri.indexOf('://') + 3))
  const at = authority.indexOf('@')
  const credentials = at === -1 ? '' : authority.slice(0, at)
  return {
    address: [
      ...credentialPairs(credentials),
      ...hostPairs(authority.slice(at + 1)),
      ...pairUnlessEmpty('dbname', decode(path)),
    ],
    query: queryPairs(query),
  }
}

function splitUri(rest: string): { authority: string; path: string; query: string } {
  if (/[\s\p{Cc}]/u.test(rest)) throw ambiguousUrl('it contains a space, a line break or a control character')
  if (rest.includes('#')) throw ambiguousUrl('it contains an unencoded #')
  const [, authority = '', path = '', query = ''] = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(rest) ?? []
  const ats = authority.split('@').length - 1
  if (ats > 1 || path.includes('@') || query.includes('@')) {
    throw ambiguousUrl('it contains an unencoded @, or one of / and ? before it')
  }
  if (path.includes('/')) throw ambiguousUrl('its database name contains an unencoded /')
  if (query.includes('?')) throw ambiguousUrl('it contains a second, unencoded ?')
  return { authority, path, query }
}

function credentialPairs(credentials: string): ConnectionPair[] {
  const [user = '', ...password] = credentials.split(':')
  return [...pairUnlessEmpty('user', decode(user)), ...pairUnlessEmpty('password', decode(password.join(':')))]
}

/** One or several `host[:port]`, separated by commas. libpq wants as many ports as hosts, an empty one being the default. */
function hostPairs(text: string): ConnectionPair[] {
  const places = splitHosts(text).map(splitHost)
  const hosts = places.map(({ host }) => decode(host)).join(',')
  const ports = places.map(({ port }) => decode(port)).join(',')
  return [...pairUnlessEmpty('host', hosts), ...(/^,*$/.test(ports) ? [] : pairUnlessEmpty('port', ports))]
}

function splitHosts(text: string): string[] {
  return text === '' ? [] : text.split(',')
}

function splitHost(text: string): { host: string; port: string } {
  if (!text.startsWith('[')) {
    const [host = '', ...port] = text.split(':')
    return { host, port: port.join(':') }
  }
  const match = /^\[([^\]]+)\](?::(.*))?$/.exec(text)
  if (match === null) throw invalidUrl('its IPv6 address is not of the form [address] or [address]:port')
  return { host: match[1] ?? '', port: match[2] ?? '' }
}

function queryPairs(query: string): ConnectionPair[] {
  const parts = query.split('&')
  // libpq takes a trailing & (and an empty query), but no empty parameter in between.
  if (parts.at(-1) === '') parts.pop()
  return parts.map((part) => {
    const [keyword = '', value, ...more] = part.split('=')
    if (value === undefined || more.length > 0) {
      throw invalidUrl('a parameter after the ? is not of the form name=value', 'percent-encode & as %26 and = as %3D')
    }
    const name = decode(keyword)
    if (decisiveKeywords.has(name) && value.includes('+')) throw ambiguousUrl('a parameter contains an unencoded +')
    return [name, decode(value)]
  })
}

function pairUnlessEmpty(keyword: string, value: string): ConnectionPair[] {
  return value === '' ? [] : [[keyword, value]]
}

function decode(text: string): string {
  if (text.includes('%00')) throw invalidUrl('it contains %00, which PostgreSQL cannot store')
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) throw ambiguousUrl('it contains a % that does not begin an encoded UTF-8 character')
    throw error
  }
}
