import { withProtection } from '../domain/protection-tag.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import { readProtection } from '../postgres/protection.ts'
import type { Context } from '../system/context.ts'

export interface Replaced {
  /** The database that is about to be replaced, or created. */
  readonly database: string
  /** The comment that the new one would get: the backup's, or the kept database's own. */
  readonly comment: string | null
  /** The name of the database that the comment comes from. */
  readonly from: string
}

/**
 * The comment for the database that takes another's place: the mark of `pgsafe protect` stays as it is now, whatever the
 * older comment says. A database that is gone comes back as it was; a copy under another name is not protected. Ask before
 * the swap, at the last moment.
 */
export async function keepProtection(
  ctx: Context,
  at: SqlEndpoint,
  { database, comment, from }: Replaced,
): Promise<string | null> {
  const now = await readProtection(ctx, at, database)
  if (now !== undefined) return withProtection(comment, now.protected)
  return database === from ? comment : withProtection(comment, false)
}
