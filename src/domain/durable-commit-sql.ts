const current = "pg_catalog.current_setting('synchronous_commit')"

/**
 * A query (one row, no semicolon) after which a commit is on the server's disk before psql reports it, whatever the user has set
 * for the sake of speed: what we write down next relies on it. A stronger setting stays. `local`, not `on`: a standby that is
 * away must not hold up a swap. Holds under any search_path.
 */
export function durableCommitSql(scope: 'session' | 'transaction'): string {
  const value = `CASE WHEN ${current} OPERATOR(pg_catalog.=) 'off' THEN 'local' ELSE ${current} END`
  return `SELECT pg_catalog.set_config('synchronous_commit', ${value}, ${String(scope === 'transaction')}) AS pgsafe_commit`
}
