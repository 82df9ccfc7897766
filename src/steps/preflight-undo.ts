import type { Engine } from '../domain/engine.ts'
import { PgsafeError } from '../errors.ts'
import { checkInPlace } from '../postgres/check-in-place.ts'
import { checkRestorability } from '../postgres/check-restorability.ts'
import { checkSwap, isInPlaceTheWayOut } from '../postgres/check-swap.ts'
import type { Database } from '../postgres/database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { queryRows } from '../postgres/psql.ts'
import { reachMaintenance } from '../postgres/reach-maintenance.ts'
import type { Context } from '../system/context.ts'

/**
 * Whether this role could bring the database back from its backup (facts 4 to 7); a snapshot is only renamed. A guard that cannot is no guard: throws
 * `insufficient-rights` with every reason before anything is asked or run. Returns by which method.
 */
export async function preflightUndo(
  ctx: Context,
  database: Database,
  engine: Engine = 'dump',
): Promise<'swap' | 'in-place'> {
  await assertMaintenance(ctx, database)
  const restorability = engine === 'snapshot' ? [] : await checkRestorability(ctx, database)
  const swap = await checkSwap(ctx, database)
  if (restorability.length === 0 && swap.length === 0) return 'swap'
  const inPlaceHelps = restorability.length === 0 && isInPlaceTheWayOut(swap)
  const inPlace = inPlaceHelps ? await checkInPlace(ctx, database) : []
  if (inPlaceHelps && inPlace.length === 0) return 'in-place'
  const findings = [...restorability, ...swap, ...inPlace]
  throw new PgsafeError(
    'insufficient-rights',
    `a backup could be made, but not brought back by this role: ${findings.map(({ problem }) => problem).join('; ')}`,
    { hint: [...new Set(findings.map(({ remedy }) => remedy))].join('; ') },
  )
}

/** Every restore works from a database beside the target; a right to connect there may still meet a closed pg_hba.conf. */
async function assertMaintenance(ctx: Context, { tools, connection }: Database): Promise<void> {
  await reachMaintenance(connection.database, (name) =>
    queryRows(ctx, { tools, connection: connectionTo(connection, name) }, 'SELECT 1 AS one'),
  )
}
