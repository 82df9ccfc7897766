import type { Target } from '../domain/target.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import { proveByAdvisoryLock } from '../postgres/advisory-lock-proof.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import type { Connection } from '../postgres/connection.ts'
import type { Database } from '../postgres/database.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { connectionTo, withConnection } from '../postgres/open-connection.ts'
import { pinConnection } from '../postgres/pin-connection.ts'
import { reachDatabase } from '../postgres/reach-database.ts'
import { reachMaintenance } from '../postgres/reach-maintenance.ts'
import type { Context } from '../system/context.ts'

/** A server seen from a database beside the target: what creating, renaming and dropping the target needs. */
export interface ReachedServer {
  /** Connected to another database of the same server. */
  readonly maintenance: Database
  /** Connected to the target itself; undefined while it does not exist. */
  readonly database: Database | undefined
}

/**
 * Like withDatabase, but the target may be missing: a restore creates it. With a `restoreUrl` everything goes through that
 * connection, once it has been proven to lead to the target's own server: else `other-database`.
 */
export async function withServer<T>(
  ctx: Context,
  target: Target,
  action: (server: ReachedServer) => Promise<T>,
): Promise<T> {
  return reach(ctx, target, { targetToo: true, action })
}

/** As withServer, without the target itself: nobody gets into that while the server copies it. */
export async function withMaintenance<T>(
  ctx: Context,
  target: Target,
  action: (maintenance: Database) => Promise<T>,
): Promise<T> {
  return reach(ctx, target, { targetToo: false, action: ({ maintenance }) => action(maintenance) })
}

interface Reaching<T> {
  readonly targetToo: boolean
  readonly action: (server: ReachedServer) => Promise<T>
}

async function reach<T>(ctx: Context, target: Target, { targetToo, action }: Reaching<T>): Promise<T> {
  const { restoreAs } = target
  if (restoreAs === undefined) return reachServer(ctx, target, { targetToo, action })
  const params = { ...restoreAs.params, dbname: target.database }
  const privileged = async (server: ReachedServer) => {
    const systemIdentifier = await proveSameServer(ctx, { target, source: restoreAs.source, server, targetToo })
    return action(asSeenBy(server, systemIdentifier))
  }
  return reachServer(ctx, { ...restoreAs, params, database: target.database }, { targetToo, action: privileged })
}

async function reachServer<T>(ctx: Context, target: Target, { targetToo, action }: Reaching<T>): Promise<T> {
  const found = await findClientTools(ctx)
  return withConnection(ctx, target, async (opened) => {
    const connection = await pinConnection(ctx, { tools: found[0], connection: opened })
    const reaching = reachMaintenance(target.database, (name) =>
      reachDatabase(ctx, { target, found, connection: connectionTo(connection, name) }),
    )
    // Both at once. What is wrong with the target is told first; then nobody waits for the other.
    reaching.catch(() => undefined)
    const database = targetToo ? await reachIfExists(ctx, { target, connection, found }) : undefined
    return action({ maintenance: await reaching, database })
  })
}

interface Proof {
  readonly target: Target
  readonly source: string
  readonly server: ReachedServer
  readonly targetToo: boolean
}

/** Returns the system identifier as the target's own role sees it: backups are told by it. */
async function proveSameServer(ctx: Context, { target, source, server, targetToo }: Proof): Promise<string> {
  const prove = async (own: ReachedServer) => {
    const ours = own.database ?? own.maintenance
    const proof = await proveByAdvisoryLock(ctx, { ours, theirs: server.maintenance, database: undefined })
    if (proof !== 'other-server') return ours.server.systemIdentifier
    throw new PgsafeError('other-database', `${source} leads to another server than ${target.source}`, {
      hint: 'both must lead to the same server: correct one of them',
    })
  }
  return reachServer(ctx, target, { targetToo, action: prove })
}

function asSeenBy({ maintenance, database }: ReachedServer, systemIdentifier: string): ReachedServer {
  const seen = (at: Database): Database => ({ ...at, server: { ...at.server, systemIdentifier } })
  return { maintenance: seen(maintenance), database: database === undefined ? undefined : seen(database) }
}

interface Attempt {
  readonly target: Target
  readonly connection: Connection
  readonly found: readonly ClientTools[]
}

async function reachIfExists(ctx: Context, attempt: Attempt): Promise<Database | undefined> {
  try {
    return await reachDatabase(ctx, attempt)
  } catch (error) {
    if (isPgsafeError(error, 'database-missing')) return undefined
    throw error
  }
}
