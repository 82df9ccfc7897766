import type { Database } from '../postgres/database.ts'
import { swapDatabases } from '../postgres/swap-databases.ts'
import type { Context } from '../system/context.ts'

interface Swap {
  /** The database's real name, before and after. */
  readonly name: string
  /** What takes its place. */
  readonly side: string
  /** What the replaced database is called from now on; null when there is none. */
  readonly keptAs: string | null
}

/** Two renames in one transaction (DESIGN 7): a signal now waits for its end instead of leaving the question open. */
export async function swapIn(
  ctx: Context,
  maintenance: Database,
  { name, side, keptAs }: Swap,
): Promise<{ readonly milliseconds: number }> {
  const wait = () => ctx.ui.warn('the swap is one step and ends in a moment: please wait')
  return ctx.withSignals(wait, () => swapDatabases(ctx, maintenance, { target: name, side, keepAs: keptAs }))
}
