import { randomUUID } from 'node:crypto'
import { describeTarget } from '../domain/target.ts'
import type { PgsafeError } from '../errors.ts'
import type { Finished, Running } from '../system/process-runner.ts'
import type { ToolRun } from './assert-succeeded.ts'
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
import { createReplyReader, replyMarks, type Reply } from './psql-replies.ts'
import { toolError, type ToolStage } from './tool-error.ts'

/** One connection that stays open: for locks and transactions; what it commits is on disk. One statement per call; a failed one leaves the session usable. */
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
  await at.connection.sessions.end()
  const psql = openPsql(ctx, at, options)
  const ask = (sql: string) => psql.ask(sql)
  try {
    psql.send(`${sessionPreamble(options)}${durableCommits}`)
    return await action({
      query: async <R>(sql: string) => parseRows<R>(await ask(rowsAsJson(sql))),
      execute: async (sql) => void (await ask(sql)),
      cancel: () => psql.kill('SIGINT'),
    })
  } finally {
    await psql.end()
  }
}

interface OpenOptions extends SessionOptions {
  /** What its errors are errors of. */
  readonly stage?: ToolStage
}

/** A psql that answers statement by statement and goes on after an error. */
export interface OpenPsql {
  send(sql: string): void
  /** What the last statement of `sql` (no semicolon at its end) printed. Throws what tool-error.ts makes of a failure. */
  ask(sql: string, timeoutMs?: number): Promise<string>
  kill(signal?: NodeJS.Signals): void
  /** It has ended by itself, or was killed. */
  lost(): boolean
  /** Ends it: at once when a statement still runs, for which nobody waits any more. */
  end(): Promise<void>
}

export function openPsql(ctx: ChildContext, at: SqlEndpoint, options: OpenOptions = {}): OpenPsql {
  const abort = options.uninterruptible === true ? {} : { signal: ctx.signal }
  const { stage = 'query' } = options
  const run: ToolRun = { tool: 'psql', stage, described: describeTarget(at.connection), ...abort }
  const psql = ctx.process.start(at.tools.psql, psqlArguments(at), { env: at.connection.env, ...abort })
  const conversation = converse(psql, run)
  conversation.send('\\set ON_ERROR_STOP 0\n')
  return {
    ...conversation,
    kill: (signal) => psql.kill(signal),
    end: async () => {
      if (conversation.busy()) psql.kill()
      else psql.stdin.end()
      await psql.done
    },
  }
}

/** Statements in, what they printed out, in their order. */
function converse(psql: Running, run: ToolRun) {
  const token = randomUUID()
  const replies = createReplyReader(psql.stdout, token)
  let waiting = 0
  let lost = false
  const send = (sql: string) => void psql.stdin.write(sql)
  const ask = async (sql: string, timeoutMs?: number): Promise<string> => {
    const silence = watchSilence(psql, timeoutMs)
    waiting += 1
    const coming = replies.next()
    send(`${sql}\n;\n${replyMarks(token)}`)
    const reply = await coming
    waiting -= 1
    const timedOut = silence.end()
    if (reply === undefined) {
      lost = true
      throw sessionLost({ ...(await psql.done), timedOut }, run)
    }
    if (reply.error !== undefined) throw statementError(reply.error, run)
    return reply.output
  }
  return { send, ask, lost: () => lost, busy: () => waiting > 0 }
}

/** The server ends a statement after `timeoutMs` itself; one that does not even do that will not answer any more. */
function watchSilence(psql: Running, timeoutMs: number | undefined): { end(): boolean } {
  if (timeoutMs === undefined) return { end: () => false }
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    psql.kill()
  }, timeoutMs + graceMs)
  return {
    end: () => {
      clearTimeout(timer)
      return timedOut
    },
  }
}

function sessionLost(finished: Finished, run: ToolRun): PgsafeError {
  run.signal?.throwIfAborted()
  return toolError(run.tool, finished, run)
}

/** psql goes on, so there is no exit to explain: the statement's own words, as stderr would have them. */
function statementError({ sqlState, message }: NonNullable<Reply['error']>, run: ToolRun): PgsafeError {
  const failed = { exitCode: 3, signal: undefined, stdout: '', spawnError: undefined, timedOut: false }
  return toolError(run.tool, { ...failed, stderr: `ERROR:  ${sqlState}: ${message}` }, run)
}
