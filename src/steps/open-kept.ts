import { allowConnections } from '../postgres/allow-connections.ts'
import { commentOnDatabase } from '../postgres/comment-on-database.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import type { KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'

interface Commented {
  readonly kept: KeptDatabase
  readonly comment: string | null
}

/** Before it takes the target's place: a comment of the user's own instead of our label; a snapshot lets us in. */
export async function openKept(ctx: Context, at: SqlEndpoint, { kept, comment }: Commented): Promise<void> {
  if (kept.snapshot === undefined) return commentOnDatabase(ctx, at, { database: kept.name, comment })
  await allowConnections(ctx, at, { database: kept.name, allowed: true, comment })
}

/** The reverse, when it stays after all. */
export async function closeKept(ctx: Context, at: SqlEndpoint, { kept, comment }: Commented): Promise<void> {
  if (kept.snapshot === undefined) return commentOnDatabase(ctx, at, { database: kept.name, comment })
  await allowConnections(ctx, at, { database: kept.name, allowed: false, comment })
}
