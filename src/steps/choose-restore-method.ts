import { PgsafeError } from '../errors.ts'
import { checkInPlace } from '../postgres/check-in-place.ts'
import { checkRestorability } from '../postgres/check-restorability.ts'
import { checkSwap, isInPlaceTheWayOut, type Obstacle } from '../postgres/check-swap.ts'
import type { Database } from '../postgres/database.ts'
import type { Context } from '../system/context.ts'

/** `in-place` and why no swap: reasons in plain words, none when it was asked for. */
export type RestoreMethod =
  { readonly kind: 'swap' } | { readonly kind: 'in-place'; readonly because: readonly string[] }

/**
 * A swap where this role may (DESIGN 7), else one transaction in the database itself. Looks before anything is touched; throws
 * `insufficient-rights` with every reason when neither is possible.
 */
export async function chooseRestoreMethod(
  ctx: Context,
  database: Database,
  { wanted }: { readonly wanted: RestoreMethod['kind'] | undefined },
): Promise<RestoreMethod> {
  const swap = await checkSwap(ctx, database)
  if (swap.length === 0 && wanted !== 'in-place') return { kind: 'swap' }
  const possible = wanted === 'in-place' ? swap.every(({ inPlace }) => inPlace !== undefined) : isInPlaceTheWayOut(swap)
  if (!possible) throw refused(swap)
  const obstacles = [...(await checkRestorability(ctx, database)), ...(await checkInPlace(ctx, database))]
  if (obstacles.length > 0) throw refused([...(wanted === 'in-place' ? [] : swap), ...obstacles])
  return { kind: 'in-place', because: wanted === 'in-place' ? [] : swap.map(({ problem }) => problem) }
}

function refused(obstacles: readonly Obstacle[]): PgsafeError {
  return new PgsafeError('insufficient-rights', obstacles.map(({ problem }) => problem).join('; '), {
    hint: [...new Set(obstacles.map(({ remedy }) => remedy))].join('; '),
  })
}
