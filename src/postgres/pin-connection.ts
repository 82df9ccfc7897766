import { isPgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { ClientTools } from './client-tools.ts'
import type { Connection } from './connection.ts'
import { queryRows } from './psql.ts'

/** psql fills in where it is connected to. */
const placeSql = "SELECT :'HOST' AS host, :'PORT' AS port"

interface Pinning {
  /** Any psql. */
  readonly tools: ClientTools | undefined
  readonly connection: Connection
}

/**
 * With several hosts every child would look for itself, and could end on another server than the one before. Asks once which
 * host is the primary (or what target_session_attrs wants) and keeps to it. A single host stays as it is, as does a list of
 * which none answers: the next connection says why.
 */
export async function pinConnection(ctx: Context, { tools, connection }: Pinning): Promise<Connection> {
  const { PGHOST = '', PGHOSTADDR = '' } = connection.env
  if (!PGHOST.includes(',') || PGHOSTADDR.includes(',') || tools === undefined) return connection
  const primary = { ...connection, env: { PGTARGETSESSIONATTRS: 'read-write', ...connection.env } }
  for (const database of [connection.database, 'postgres']) {
    const env = { ...primary.env, PGDATABASE: database }
    try {
      const at = { tools, connection: { ...primary, database, env } }
      const [place] = await queryRows<{ host: string; port: string }>(ctx, at, placeSql, { timeoutMs: 30_000 })
      if (place === undefined) continue
      await connection.sessions.end()
      return { ...primary, env: { ...primary.env, PGHOST: place.host, PGPORT: place.port } }
    } catch (error) {
      if (!isPgsafeError(error) || ctx.signal.aborted) throw error
    }
  }
  return primary
}
