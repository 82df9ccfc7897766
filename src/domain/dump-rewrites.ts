/** What the dump scanner leaves out so that a newer pg_dump's file loads into an older server. */
export interface DumpRewrites {
  /** `SET transaction_timeout`, written by pg_dump 17+ and unknown to servers before 17. */
  readonly transactionTimeout?: boolean
  /** The `\restrict` pair: the psql that loads the file may not know it, and the scanner refuses every other meta-command. */
  readonly restrict?: boolean
  /** `ALTER … OWNER TO`: restore --no-owner. */
  readonly owner?: boolean
  /** BEGIN and COMMIT around large objects: the whole file is loaded in a transaction of ours. */
  readonly transaction?: boolean
  /** GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: restore --no-acl. */
  readonly acl?: boolean
  /** Statements that build an index on their own: several sessions of ours run them at once. */
  readonly builds?: boolean
}

interface LoadManner {
  /** Of the client whose SQL is loaded. */
  readonly clientMajor: number
  readonly serverMajor: number
  /** The whole file is loaded in a transaction of ours. */
  readonly inTransaction: boolean
  readonly noOwner: boolean
  readonly noAcl: boolean
  /** Sessions that may build indexes at once. */
  readonly jobs: number
}

/** The rewrites for a load: `\restrict` goes because older psqls do not know it. */
export function rewritesForLoad({
  clientMajor,
  serverMajor,
  inTransaction,
  noOwner,
  noAcl,
  jobs,
}: LoadManner): DumpRewrites {
  return {
    ...rewritesFor(clientMajor, serverMajor),
    restrict: true,
    ...(inTransaction ? { transaction: true } : {}),
    ...(noOwner ? { owner: true } : {}),
    ...(noAcl ? { acl: true } : {}),
    ...(jobs > 1 ? { builds: true } : {}),
  }
}

/** The rewrites for a file made by (or for) a client of `clientMajor` that a server of `serverMajor` has to load. */
export function rewritesFor(clientMajor: number, serverMajor: number): DumpRewrites {
  return clientMajor >= 17 && serverMajor < 17 ? { transactionTimeout: true } : {}
}
