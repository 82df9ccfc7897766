import type { Database } from '../postgres/database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import type { Context } from '../system/context.ts'

interface FailedSwap {
  readonly target: string
  /** What the replaced database would be called now; null when there was none. */
  readonly keptAs: string | null
}

/** Whether a swap that failed has happened all the same: a server that goes away in that moment cannot say so. Also after Ctrl-C. */
export async function hasSwapped(
  ctx: Context,
  maintenance: Database,
  { target, keptAs }: FailedSwap,
): Promise<boolean> {
  const steadily = { ...ctx, signal: new AbortController().signal }
  return (await lookUpDatabase(steadily, maintenance, keptAs ?? target)) !== undefined
}
