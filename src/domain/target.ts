/** libpq's connection keywords (host, port, user, password, dbname, sslmode, service …) and their values. */
export type ConnectionParams = Readonly<Record<string, string>>

/** The database a command acts on, and how we came to it. `params` and `url` hold secrets: never print them. */
export interface Target {
  readonly params: ConnectionParams
  readonly database: string
  /** Where it came from, for people: `--url`, `DATABASE_URL`, `DATABASE_URL in .env`, `url in .pgsaferc` … */
  readonly source: string
  /** The variable that carries the URL for the project's own tools; guard pins it in the child. */
  readonly variable: string
  /** The URL exactly as the project wrote it, when there was one. */
  readonly url: string | undefined
  /** Dropped or unknown parameters and the like, one sentence each, without secrets. */
  readonly notices: readonly string[]
  /** True when it leads to a connection pooler, through which pg_dump must not go. */
  readonly pooler?: boolean
  /** Who restores and undoes in its stead: a privileged role on the same server (`restoreUrl`). Holds secrets too. */
  readonly restoreAs?: Target | undefined
}

/** `user@host:port/database` for people: never a password. */
export function describeTarget(target: Pick<Target, 'params' | 'database'>): string {
  const { user } = target.params
  return `${user === undefined ? '' : `${user}@`}${describeHost(target)}/${target.database}`
}

/** `host:port`. A socket shows as its directory, a default host as "local socket". */
export function describeHost({ params }: Pick<Target, 'params'>): string {
  const { host, port } = params
  return `${host ?? 'local socket'}${port === undefined ? '' : `:${port}`}`
}
