import { PgsafeError } from '../errors.ts'
import { checkRestorability } from '../postgres/check-restorability.ts'
import { checkSwap } from '../postgres/check-swap.ts'
import type { Database } from '../postgres/database.ts'
import type { Context } from '../system/context.ts'

/**
 * Whether this role could bring the database back from its backup (facts 4 to 7). A guard that cannot is no guard: throws
 * `insufficient-rights` with every reason before anything is asked or run.
 */
export async function preflightUndo(ctx: Context, database: Database): Promise<void> {
  const findings = [...(await checkRestorability(ctx, database)), ...(await checkSwap(ctx, database))]
  if (findings.length === 0) return
  throw new PgsafeError(
    'insufficient-rights',
    `a backup could be made, but not brought back by this role: ${findings.map(({ problem }) => problem).join('; ')}`,
    { hint: [...new Set(findings.map(({ remedy }) => remedy))].join('; ') },
  )
}
