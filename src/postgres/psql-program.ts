import { durableCommitSql } from '../domain/durable-commit-sql.ts'
import { sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import { conninfo } from './conninfo.ts'
import type { SqlEndpoint } from './database.ts'

/** What running a child takes. */
export type ChildContext = Pick<Context, 'process' | 'signal'>

/** How a session of psql is set up before it gets our SQL. */
export interface SessionOptions {
  /** statement_timeout; also ends psql itself when the server stays silent for longer. Without it: the server's own setting. */
  readonly timeoutMs?: number
  /** Further settings (lock_timeout …), in force before the SQL runs. */
  readonly settings?: Readonly<Record<string, string>>
  /** For cleaning up: runs to its end even when ctx.signal is or gets aborted. */
  readonly uninterruptible?: boolean
}

/** Time for connecting and for the server's answer, on top of a statement's own. */
export const graceMs = 30_000

/** psql as a reader of SQL from stdin: no psqlrc, no password prompt, rows bare, errors with their SQLSTATE. */
export function psqlArguments(at: SqlEndpoint): string[] {
  const variables = ['-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose']
  return ['-X', '-A', '-t', '-q', '-w', ...variables, '-d', conninfo(at.connection), '-f', '-']
}

/** One line of JSON per row, whatever the row holds. */
export function rowsAsJson(sql: string): string {
  return `SELECT pg_catalog.row_to_json(q) FROM (\n${sql}\n) AS q`
}

export function parseRows<T>(output: string): T[] {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)
}

/** For a session that psql feeds from now on. */
export const durableCommits = `${durableCommitSql('session')} \\gset\n`

/** The settings every session of ours starts with, sent as one query. */
export function sessionPreamble({ timeoutMs, settings = {} }: SessionOptions): string {
  const all: Record<string, string> = {
    client_encoding: 'UTF8',
    standard_conforming_strings: 'on',
    search_path: 'pg_catalog',
    ...(timeoutMs === undefined ? {} : { statement_timeout: `${String(timeoutMs)}ms` }),
    ...settings,
  }
  const sets = Object.entries(all).map(([name, value]) => `SET ${name} = ${sqlLiteral(value)}`)
  return `${sets.join(' \\; ')};\n`
}
