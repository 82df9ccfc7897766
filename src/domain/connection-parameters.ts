/** libpq's keywords, versions 14 to 18 (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS). */
export const libpqKeywords: ReadonlySet<string> = new Set([
  ...'host hostaddr port dbname user password passfile service servicefile options'.split(' '),
  ...'application_name fallback_application_name client_encoding connect_timeout tcp_user_timeout'.split(' '),
  ...'keepalives keepalives_idle keepalives_interval keepalives_count replication'.split(' '),
  ...'target_session_attrs load_balance_hosts channel_binding require_auth requirepeer'.split(' '),
  ...'sslmode requiressl sslnegotiation sslcompression sslcert sslkey sslkeylogfile'.split(' '),
  ...'sslpassword sslcertmode sslrootcert sslcrl sslcrldir sslsni ssl_min_protocol_version'.split(' '),
  ...'ssl_max_protocol_version min_protocol_version max_protocol_version'.split(' '),
  ...'gssencmode krbsrvname gsslib gssdelegation scram_client_key scram_server_key'.split(' '),
  ...'oauth_issuer oauth_client_id oauth_client_secret oauth_scope'.split(' '),
])

/** Keywords of libpq's that would change what a dump session is or give secrets away: dropped, and said so. */
export const unwantedKeywords: Readonly<Record<string, string>> = {
  replication: 'a replication connection cannot dump',
  sslkeylogfile: 'it would write the TLS keys to a file',
}

/**
 * Parameters of ORMs, drivers and poolers that say nothing about which database is meant: dropped without a word. `schema`
 * and its kin are among them on purpose: a backup is always of the whole database.
 */
export const ormParameters: ReadonlySet<string> = new Set([
  // Prisma
  ...'schema connection_limit pool_timeout pgbouncer socket_timeout statement_cache_size'.split(' '),
  ...'sslaccept sslidentity max_connection_lifetime max_idle_connection_lifetime single_use_connections'.split(' '),
  // node-postgres, postgres.js
  ...'uselibpqcompat ssl max idle_timeout max_lifetime prepare statement_timeout query_timeout'.split(' '),
  ...'lock_timeout idle_in_transaction_session_timeout search_path'.split(' '),
  // JDBC, Doctrine, Rails, Vercel and Supabase
  ...'currentSchema ApplicationName serverVersion charset encoding pool prepared_statements'.split(' '),
  ...'schema_search_path supa workaround'.split(' '),
])

/** From weakest to strongest. */
export const sslmodes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type Sslmode = (typeof sslmodes)[number]
