import { describeTarget } from '../domain/target.ts'
import type { Running } from '../system/process-runner.ts'
import { assertSucceeded } from './assert-succeeded.ts'
import type { SqlEndpoint } from './database.ts'
import {
  type ChildContext,
  durableCommits,
  graceMs,
  parseRows,
  psqlArguments,
  rowsAsJson,
  sessionPreamble,
  type SessionOptions,
} from './psql-program.ts'

/**
 * The rows of one SELECT (no trailing semicolon), as JSON makes them: bigint and numeric lose digits beyond 2^53 and oid comes as
 * text, so cast what matters. The SQL travels on stdin, never in an argument. search_path is pg_catalog: qualify all other names.
 * psql reads it: put values in with sqlLiteral() and names with quoteIdentifier(), and no backslash outside of quotes. A query
 * may be sent twice when its session is lost: it only reads. Throws what tool-error.ts makes of a failure.
 */
export async function queryRows<T>(
  ctx: ChildContext,
  at: SqlEndpoint,
  sql: string,
  options: SessionOptions = {},
): Promise<T[]> {
  const statement = rowsAsJson(sql)
  const kept = options.uninterruptible !== true
  const ask = () => at.connection.sessions.ask(ctx, at, { statement, options })
  return parseRows<T>(kept ? await ask() : await runPsql(ctx, at, `${statement};\n`, options))
}

/**
 * Runs statements, each on its own, and stops at the first that fails. What they commit is on disk. Same rules for the text as
 * queryRows.
 */
export async function executeSql(
  ctx: ChildContext,
  at: SqlEndpoint,
  sql: string,
  options: SessionOptions = {},
): Promise<void> {
  await runPsql(ctx, at, `${durableCommits}${sql}\n;\n`, options)
}

/** Sends all statements (none with a trailing semicolon) as one simple query: a lost client cannot leave BEGIN … COMMIT half sent. */
export async function executeAsOneQuery(
  ctx: ChildContext,
  at: SqlEndpoint,
  statements: readonly string[],
  options: SessionOptions = {},
): Promise<void> {
  await runPsql(ctx, at, `${durableCommits}${statements.join('\n\\;\n')}\n;\n`, options)
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

async function runPsql(ctx: ChildContext, at: SqlEndpoint, sql: string, options: SessionOptions): Promise<string> {
  // What changes a database may need it to itself.
  await at.connection.sessions.end()
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
