/**
 * Definitions without what the server changes by itself. PostgreSQL 17.12 counts the versions of each column in its options, as
 * `pg_attver`; its own pg_dump leaves that out, while 18.6's writes it down, and a server that takes it sets a number of its own (measured).
 */
export function withoutServerMarks(sql: string): string {
  return sql.replaceAll(/^ALTER .* SET \(pg_attver=\d+\);\n?/gm, '').replaceAll(/ SET \(pg_attver=\d+, /g, ' SET (')
}
