import type { SqlEndpoint } from './database.ts'
import { createKeptSessions } from './kept-sessions.ts'
import type { ChildContext, SessionOptions } from './psql-program.ts'
import { type PsqlSession, withPsqlSession } from './psql-session.ts'

/** The rows of one SELECT; undefined when the server does not tell, for whatever reason. */
export type Poll = <T>(sql: string) => Promise<readonly T[] | undefined>

/** A question that meets a lock is given up: the next look may have more luck. */
const sessionOptions: SessionOptions = { settings: { lock_timeout: '500ms', statement_timeout: '5s' } }

/**
 * Lets `work` ask `at` now and then over one connection, which opens with the first question and is gone when `work` is
 * done. Only for what is nice to know: no failure of it reaches `work`.
 */
export async function withPolling<T>(ctx: ChildContext, at: SqlEndpoint, work: (poll: Poll) => Promise<T>): Promise<T> {
  let session: OpenSession | undefined
  let over = false
  try {
    return await work(async (sql) => {
      if (over) return undefined
      session ??= openSession(ctx, at)
      return session.poll(sql)
    })
  } finally {
    over = true
    await session?.close()
  }
}

interface OpenSession {
  readonly poll: Poll
  readonly close: () => Promise<void>
}

function openSession(ctx: ChildContext, at: SqlEndpoint): OpenSession {
  let letGo: (session: PsqlSession) => void = ignore
  let end: () => void = ignore
  const opened = new Promise<PsqlSession>((resolve) => (letGo = resolve))
  const ending = new Promise<void>((resolve) => (end = resolve))
  const hold = async (session: PsqlSession): Promise<void> => {
    letGo(session)
    await ending
  }
  // Of its own: opening it is not to end a query of the work's.
  const apart = { ...at, connection: { ...at.connection, sessions: createKeptSessions() } }
  const closed = withPsqlSession(ctx, apart, hold, sessionOptions).catch(ignore)
  const poll: Poll = async <R>(sql: string) => {
    const session = await Promise.race([opened, closed.then(() => undefined)])
    // A lock in the way, a role that may not look, a server that is gone: there is nothing to show then.
    return session?.query<R>(sql).catch(() => undefined)
  }
  return { poll, close: () => (end(), closed) }
}

function ignore(): void {
  // A server that does not answer only leaves us without figures.
}
