import { randomUUID } from 'node:crypto'
import { describeTarget } from '../domain/target.ts'
import type { PgsafeError } from '../errors.ts'
import type { Running } from '../system/process-runner.ts'
import type { ToolRun } from './assert-succeeded.ts'
import type { SqlEndpoint } from './database.ts'
import {
  type ChildContext,
  parseRows,
  psqlArguments,
  rowsAsJson,
  sessionPreamble,
  type SessionOptions,
} from './psql.ts'
import { createReplyReader, replyMarks, type Reply } from './psql-replies.ts'
import { toolError } from './tool-error.ts'

/** One connection that stays open: for locks and transactions. One statement per call; a failed one leaves the session usable. */
export interface PsqlSession {
  /** As queryRows(). */
  query<T>(sql: string): Promise<T[]>
  /** One statement, as executeSql(). */
  execute(sql: string): Promise<void>
  /** Cancels the running statement on the server, as Ctrl-C in psql does, and ends the session. */
  cancel(): void
}

/**
 * Gives `action` a session and ends it however `action` ends: what it left uncommitted is rolled back, its locks are released.
 * Calls are answered in their order. Throws what tool-error.ts makes of a failure.
 */
export async function withPsqlSession<T>(
  ctx: ChildContext,
  at: SqlEndpoint,
  action: (session: PsqlSession) => Promise<T>,
  options: SessionOptions = {},
): Promise<T> {
  const abort = options.uninterruptible === true ? {} : { signal: ctx.signal }
  const run: ToolRun = { tool: 'psql', stage: 'query', described: describeTarget(at.connection), ...abort }
  const psql = ctx.process.start(at.tools.psql, psqlArguments(at), { env: at.connection.env, ...abort })
  const ask = createAsk(psql, run)
  try {
    psql.stdin.write(`${sessionPreamble(options)}\\set ON_ERROR_STOP 0\n`)
    const result = await action({
      query: async <R>(sql: string) => parseRows<R>(await ask(rowsAsJson(sql))),
      execute: async (sql) => void (await ask(sql)),
      cancel: () => psql.kill('SIGINT'),
    })
    psql.stdin.end()
    return result
  } catch (error) {
    // A statement may still be running, and nobody waits for it any more.
    psql.kill()
    throw error
  } finally {
    await psql.done
  }
}

/** Sends a statement and gives back what it printed. */
function createAsk(psql: Running, run: ToolRun): (sql: string) => Promise<string> {
  const token = randomUUID()
  const replies = createReplyReader(psql.stdout, token)
  return async (sql) => {
    const coming = replies.next()
    psql.stdin.write(`${sql}\n;\n${replyMarks(token)}`)
    const reply = await coming
    if (reply === undefined) throw await sessionLost(psql, run)
    if (reply.error !== undefined) throw statementError(reply.error, run)
    return reply.output
  }
}

async function sessionLost(psql: Running, run: ToolRun): Promise<PgsafeError> {
  const finished = await psql.done
  run.signal?.throwIfAborted()
  return toolError(run.tool, finished, run)
}

/** psql goes on, so there is no exit to explain: the statement's own words, as stderr would have them. */
function statementError({ sqlState, message }: NonNullable<Reply['error']>, run: ToolRun): PgsafeError {
  const failed = { exitCode: 3, signal: undefined, stdout: '', spawnError: undefined, timedOut: false }
  return toolError(run.tool, { ...failed, stderr: `ERROR:  ${sqlState}: ${message}` }, run)
}
