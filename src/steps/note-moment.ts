import type { Moment } from '../domain/moment.ts'
import { isPgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { readMoment } from '../postgres/read-moment.ts'
import type { Context } from '../system/context.ts'

/** Snapshots of 64 bits came with PostgreSQL 13. */
const firstMajor = 13

/**
 * Runs `work` and says at which moment of the server it ran: null when something was written meanwhile, or the server cannot tell.
 * That is never a failure: only a later comparison knows less.
 */
export async function noteMoment<T>(
  ctx: Context,
  database: Database,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly moment: Moment | null }> {
  const before = await readIfPossible(ctx, database)
  const result = await work()
  const after = before === undefined ? undefined : await readIfPossible(ctx, database)
  const still = before !== undefined && JSON.stringify(before) === JSON.stringify(after)
  return { result, moment: still ? before : null }
}

async function readIfPossible(ctx: Context, database: Database): Promise<Moment | undefined> {
  if (database.server.major < firstMajor) return undefined
  try {
    return await readMoment(ctx, database)
  } catch (error) {
    if (!isPgsafeError(error) || ctx.signal.aborted) throw error
    ctx.ui.detail(`where the server's transactions stand could not be read: ${error.message}`)
    return undefined
  }
}
