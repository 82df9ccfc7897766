import { sqlLiteral } from '../domain/sql-text.ts'
import { describeTarget } from '../domain/target.ts'
import type { Context } from '../system/context.ts'
import type { Running } from '../system/process-runner.ts'
import { assertSucceeded } from './assert-succeeded.ts'
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
const graceMs = 30_000

/**
 * The rows of one SELECT (no trailing semicolon), as JSON makes them: bigint and numeric lose digits beyond 2^53 and oid comes as
 * text, so cast what matters. The SQL travels on stdin, never in an argument. search_path is pg_catalog: qualify all other names.
 * psql reads it: put values in with sqlLiteral() and names with quoteIdentifier(), and no backslash outside of quotes.
 * Throws what tool-error.ts makes of a failure.
 */
export async function queryRows<T>(
  ctx: ChildContext,
  at: SqlEndpoint,
  sql: string,
  options: SessionOptions = {},
): Promise<T[]> {
  const output = await runPsql(ctx, at, `${rowsAsJson(sql)};\n`, options)
  return parseRows<T>(output)
}

/** Runs statements, each on its own, and stops at the first that fails. Same rules for the text as queryRows. */
export async function executeSql(
  ctx: ChildContext,
  at: SqlEndpoint,
  sql: string,
  options: SessionOptions = {},
): Promise<void> {
  await runPsql(ctx, at, `${sql}\n;\n`, options)
}

/** Sends all statements (none with a trailing semicolon) as one simple query: a lost client cannot leave BEGIN … COMMIT half sent. */
export async function executeAsOneQuery(
  ctx: ChildContext,
  at: SqlEndpoint,
  statements: readonly string[],
  options: SessionOptions = {},
): Promise<void> {
  await runPsql(ctx, at, `${statements.join('\n\\;\n')}\n;\n`, options)
}

/**
 * A psql that runs the SQL written to its stdin and stops at the first error (exit code 3). Look at `done` with assertSucceeded();
 * its end of input proves nothing about completeness (fact F2), so load only where a half-loaded database does no harm.
 */
export function startPsql(ctx: ChildContext, at: SqlEndpoint): Running {
  const psql = ctx.process.start(at.tools.psql, psqlArguments(at), { env: at.connection.env, signal: ctx.signal })
  // A dump's setval() calls answer with rows: unread, they would fill the pipe and stall psql.
  psql.stdout.resume()
  return psql
}

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

async function runPsql(ctx: ChildContext, at: SqlEndpoint, sql: string, options: SessionOptions): Promise<string> {
  const { timeoutMs } = options
  const abort = options.uninterruptible === true ? {} : { signal: ctx.signal }
  const finished = await ctx.process.run(at.tools.psql, psqlArguments(at), {
    env: at.connection.env,
    input: sessionPreamble(options) + sql,
    ...(timeoutMs === undefined ? {} : { timeoutMs: timeoutMs + graceMs }),
    ...abort,
  })
  assertSucceeded(finished, {
    tool: 'psql',
    stage: 'query',
    described: describeTarget(at.connection),
    ...abort,
  })
  return finished.stdout
}
