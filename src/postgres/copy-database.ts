import { quoteIdentifier } from '../domain/sql-text.ts'
import { isPgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { Database } from './database.ts'
import type { PsqlSession } from './psql-session.ts'
import { withWorkSession } from './work-session.ts'

/**
 * Copies the connected database on its server, closed to connections; owner, grants, comment and settings of the database
 * itself are not copied (fact 14). Sessions of others make it fail with `database-busy` after 5 s. Ctrl-C cancels it on the
 * server, which removes what it had copied. `xmax` is the first transaction id that was free right after the copy.
 */
export async function copyDatabase(ctx: Context, source: Database, name: string): Promise<{ readonly xmax: string }> {
  const work = { databases: [name], settings: { statement_timeout: '0' } }
  return withWorkSession(ctx, source, work, async (session) => {
    await cancelOnAbort(ctx, session, () => copyByBestMethod(session, source, name))
    const [row] = await session.query<{ xmax: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xmax')
    if (row === undefined) throw new Error('the query for the next transaction id returned no row')
    return row
  })
}

/** Cloning shares the blocks until they change: as good as free, on the servers and file systems that can (18+). */
async function copyByBestMethod(session: PsqlSession, { server, connection }: Database, name: string): Promise<void> {
  const strategy = server.major >= 15 ? ' STRATEGY FILE_COPY' : ''
  const source = quoteIdentifier(connection.database)
  const sql = `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${source} ALLOW_CONNECTIONS false${strategy}`
  if (await canClone(session)) {
    try {
      await session.execute("SET file_copy_method = 'clone'")
      return await session.execute(sql)
    } catch (error) {
      // Every other failure may be the file system's, which is no reason to go without a copy.
      if (isPgsafeError(error, 'database-busy') || isPgsafeError(error, 'insufficient-rights')) throw error
      await session.execute("SET file_copy_method = 'copy'")
    }
  }
  await session.execute(sql)
}

async function canClone(session: PsqlSession): Promise<boolean> {
  const sql = "SELECT 'clone' = ANY (enumvals) AS can FROM pg_settings WHERE name = 'file_copy_method'"
  const [row] = await session.query<{ can: boolean }>(sql)
  return row?.can === true
}

/**
 * A server does not notice that its client is gone before the statement ends: it has to be told. Not over another connection:
 * new ones to the source wait for the copy.
 */
async function cancelOnAbort(ctx: Context, session: PsqlSession, work: () => Promise<void>): Promise<void> {
  const cancel = () => session.cancel()
  ctx.signal.throwIfAborted()
  ctx.signal.addEventListener('abort', cancel, { once: true })
  try {
    await work()
  } catch (error) {
    ctx.signal.throwIfAborted()
    throw error
  } finally {
    ctx.signal.removeEventListener('abort', cancel)
  }
}
