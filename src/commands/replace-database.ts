import { keptDatabaseName } from '../domain/database-names.ts'
import type { DatabaseProperties, TableRows } from '../domain/manifest.ts'
import type { Database } from '../postgres/database.ts'
import { applyProperties, assertRowsArrived, createSide, dropSide } from '../steps/build-side-database.ts'
import { loadBackup } from '../steps/load-backup.ts'
import { swapIn } from '../steps/swap-in.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { ChosenBackup } from './chosen-backup.ts'

export interface Replacement {
  /** This run's id: it names the side database and the kept one. */
  readonly runId: string
  readonly server: ReachedServer
  readonly backup: ChosenBackup
  /** The database that is replaced, or created. */
  readonly name: string
  readonly properties: DatabaseProperties
  /** undefined: the file holds INSERTs, which nobody counted. */
  readonly expectedRows: readonly TableRows[] | undefined
  readonly jobs: number | undefined
  readonly noOwner: boolean
  readonly noAcl: boolean
  /** Asked before the swap when this role cannot bring every property back; throws when the answer is no. */
  readonly acceptLosses: (notApplied: readonly string[]) => Promise<void>
}

export interface Replaced {
  /** The database that was there before, under its new name; null when there was none. */
  readonly keptAs: string | null
  readonly notApplied: readonly string[]
  readonly swapMilliseconds: number
}

/**
 * Builds the new database beside the old one, proves it, and only then changes their names (DESIGN 7). Until the swap the
 * target is untouched; a failure or Ctrl-C before it removes the side database again.
 */
export async function replaceDatabase(ctx: Context, plan: Replacement): Promise<Replaced> {
  const { maintenance, database } = plan.server
  const side = await ctx.ui.step(messages.creatingSide, () => createSide(ctx, maintenance, plan))
  try {
    await ctx.ui.step(messages.loading(plan.backup.name), () =>
      loadBackup(ctx, { ...plan, ...plan.backup, into: side }),
    )
    const expected = plan.expectedRows
    if (expected !== undefined) await ctx.ui.step(messages.comparing, () => assertRowsArrived(ctx, side, expected))
    const sideName = side.connection.database
    const notApplied = await applyProperties(ctx, maintenance, { side: sideName, properties: plan.properties })
    if (notApplied.length > 0) await plan.acceptLosses(notApplied)
    const keptAs = database === undefined ? null : keptDatabaseName(plan.runId)
    const { milliseconds } = await ctx.ui.step(messages.swapping, () =>
      swapIn(ctx, maintenance, { name: plan.name, side: sideName, keptAs }),
    )
    return { keptAs, notApplied, swapMilliseconds: milliseconds }
  } catch (error) {
    await discardSide(ctx, maintenance, side)
    throw error
  }
}

/** The first error is the one to tell; a side database that could not be removed is named, and `doctor` lists it again. */
async function discardSide(ctx: Context, maintenance: Database, side: Database): Promise<void> {
  try {
    await dropSide(ctx, maintenance, side.connection.database)
  } catch (error) {
    ctx.ui.warn(messages.sideRemains(side.connection.database, error instanceof Error ? error.message : String(error)))
  }
}
