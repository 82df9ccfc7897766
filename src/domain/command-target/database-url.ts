import { type CommandTarget, other, type TargetSource } from './command-target.ts'

const postgresScheme =
  /^(?:jdbc:)?(?:postgres(?:ql)?(?:\+\w+)?|postgis|pgsql|psql|pgx[45]?|ecto|cockroach(?:db)?):\/\//i
const foreignScheme = /^(?:jdbc:)?([a-z][\w+.-]*):(?:\/\/|file|memory)?/i

/** The libpq form of a PostgreSQL URL in any ecosystem's spelling (JDBC, SQLAlchemy, pgx …); undefined when it is none. */
export function toPostgresUrl(text: string): string | undefined {
  return postgresScheme.test(text) ? text.replace(postgresScheme, 'postgresql://') : undefined
}

/** What shells, JavaScript, Ruby and templates fill in. */
const unfinished = /\$[({]|`|#\{|<%/

interface Found {
  readonly how: string
  readonly source: TargetSource
  readonly database?: string
}

/** What a text in the place of a database's address leads to: a URL, `host=… dbname=…`, or nothing that could be proved. */
export function targetAt(text: string, found: Found): CommandTarget {
  const url = toPostgresUrl(text.trim())
  if (unfinished.test(text) || (found.source === 'arguments' && /\$\w/.test(text))) {
    return other(`${found.how}: it is put together when the command runs`)
  }
  if (url !== undefined) return { kind: 'url', place: { url }, ...found }
  const scheme = foreignScheme.exec(text)?.[1]
  if (scheme !== undefined) return other(`${found.how}: it leads to ${scheme}, not to a PostgreSQL server`)
  if (/^\s*\w+\s*=/.test(text)) return { kind: 'url', place: { url: text }, ...found }
  return other(`${found.how}: it is not a database URL that pgsafe can read`)
}
