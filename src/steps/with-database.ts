import type { Target } from '../domain/target.ts'
import type { Database } from '../postgres/database.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { withConnection } from '../postgres/open-connection.ts'
import { pinConnection } from '../postgres/pin-connection.ts'
import { reachDatabase } from '../postgres/reach-database.ts'
import type { Context } from '../system/context.ts'

/**
 * Reaches the target with the client tools that suit its server, for as long as `action` runs; afterwards nothing of ours is
 * connected. Throws with exit code 3 when anything is missing.
 */
export async function withDatabase<T>(
  ctx: Context,
  target: Target,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  const found = await findClientTools(ctx)
  return withConnection(ctx, target, async (opened) => {
    const connection = await pinConnection(ctx, { tools: found[0], connection: opened })
    return action(await reachDatabase(ctx, { target, connection, found }))
  })
}
