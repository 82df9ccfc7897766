import type { GlobalFlags } from '../config/global-flags.ts'
import { keptDatabaseName, sideDatabaseName } from '../domain/database-names.ts'
import { decideKept, describeLeft } from '../domain/kept-state.ts'
import type { DatabaseProperties } from '../domain/manifest.ts'
import type { Database } from '../postgres/database.ts'
import { readDatabaseProperties } from '../postgres/read-database-properties.ts'
import { withPolling } from '../postgres/with-polling.ts'
import { applyProperties, assertRowsArrived, createSide, dropSide } from '../steps/build-side-database.ts'
import { hasSwapped } from '../steps/has-swapped.ts'
import { keepProtection } from '../steps/keep-protection.ts'
import { loadBackup, type Loaded } from '../steps/load-backup.ts'
import { swapIn } from '../steps/swap-in.ts'
import type { RestoreMethod } from '../steps/choose-restore-method.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import { newId } from '../store/new-id.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { ChosenContents } from './check-chosen.ts'
import type { ChosenBackup } from './chosen-backup.ts'
import { clearDeadRuns } from './clear-dead-runs.ts'
import { confirmLosses } from './confirm-losses.ts'
import { finishReplacement } from './finish-replacement.ts'
import { undoLine } from './given-flags.ts'
import type { Run } from './open-run.ts'
import { replaceInPlace } from './replace-in-place.ts'
import { withRunJournal, type RunJournal } from './with-run-journal.ts'

/** The target of `run` is replaced, or created, by what `backup` holds. Everything is checked and consented to. */
export interface Replacement {
  readonly run: Run
  readonly server: ReachedServer
  readonly kind: 'restore' | 'undo'
  /** The undo entry that this undo reverses. */
  readonly reverses: string | null
  readonly backup: ChosenBackup
  readonly summary: ChosenContents
  readonly properties: DatabaseProperties
  readonly method: RestoreMethod
  readonly flags: GlobalFlags & ReplacementFlags
}

export interface ReplacementFlags {
  readonly owner?: false
  readonly acl?: false
  readonly keep?: false
  readonly analyze?: false
}

export interface Replaced {
  /** The database that was there before, under its new name; null when there was none, or it is not kept. */
  readonly keptAs: string | null
  /** The line that reverses this; null when nothing was kept. */
  readonly undo: string | null
  readonly notApplied: readonly string[]
  readonly swapMilliseconds: number
}

/**
 * Builds the new database beside the old one, proves it, and only then changes their names (DESIGN 7). Until the swap the
 * target is untouched; a failure or Ctrl-C before it removes the side database again. Or in place, where the role may not do
 * that. Needs the store's lock.
 */
export async function replaceDatabase(ctx: Context, plan: Replacement): Promise<Replaced> {
  const { database } = plan.server
  if (plan.method.kind === 'in-place' && database !== undefined) return replaceInPlace(ctx, plan, database)
  const runId = newId()
  await clearDeadRuns(ctx, { run: plan.run, at: plan.server.maintenance })
  return withRunJournal(ctx, { ...plan, runId }, async (journal) => {
    await journal.enter('building')
    const replaced = await buildAndSwap(ctx, plan, { runId, journal })
    await finishReplacement(ctx, { ...plan, ...replaced, runId, journal })
    const kept = decideKept(plan.run.settings.keptDatabases, plan.flags.keep !== false)
    return { ...replaced, ...describeLeft(replaced.keptAs, { kept, undoLine: undoLine(plan) }) }
  })
}

interface JournaledId {
  readonly runId: string
  readonly journal: RunJournal
}

async function buildAndSwap(
  ctx: Context,
  plan: Replacement,
  { runId, journal }: JournaledId,
): Promise<Omit<Replaced, 'undo'>> {
  const { maintenance, database } = plan.server
  const side = sideDatabaseName(runId)
  const keptAs = database === undefined ? null : keptDatabaseName(runId)
  try {
    const created = await ctx.ui.step(messages.creatingSide, () =>
      createSide(ctx, maintenance, { ...plan, name: side, dumpedBy: plan.summary.clientVersion }),
    )
    const loaded = await load(ctx, plan, created)
    const [now] = await Promise.all([
      readDatabaseProperties(ctx, maintenance, side),
      compare(ctx, plan, { ...loaded, into: created }),
    ])
    const properties = await markedProperties(ctx, plan)
    const notApplied = await applyProperties(ctx, maintenance, { side, now, properties })
    if (notApplied.length > 0) await confirmLosses(ctx, { ...plan, losses: notApplied })
    await journal.enter('swapping')
    const { milliseconds } = await ctx.ui.step(messages.swapping, () =>
      swapIn(ctx, maintenance, { name: plan.run.target.database, side, keptAs }),
    )
    return { keptAs, notApplied, swapMilliseconds: milliseconds }
  } catch (error) {
    // The first error is the one to tell. Once the swap is done nothing has the side's name any more: dropping it is safe.
    const cleared = await asWarning(ctx, messages.sideRemains(side), async () => {
      await dropSide(ctx, maintenance, side)
      if (await hasSwapped(ctx, maintenance, { target: plan.run.target.database, keptAs })) journal.leaveOpen()
    })
    if (!cleared) journal.leaveOpen()
    throw error
  }
}

/** The mark of `pgsafe protect` outlives a restore: the database's present one decides, not the backup's. */
async function markedProperties(
  ctx: Context,
  { run, server, backup, properties }: Replacement,
): Promise<DatabaseProperties> {
  const { database } = run.target
  const from = backup.manifest?.database.name ?? database
  const comment = await keepProtection(ctx, server.maintenance, { database, comment: properties.comment, from })
  return { ...properties, comment }
}

async function load(ctx: Context, plan: Replacement, into: Database): Promise<Loaded> {
  const { backup, summary, flags, run } = plan
  // Through another database than the one that is going to be renamed.
  return withPolling(ctx, plan.server.maintenance, (poll) =>
    ctx.ui.step(messages.loading(backup.name), (watch) =>
      loadBackup(ctx, {
        ...backup,
        into,
        summary,
        jobs: run.settings.jobs.value,
        noOwner: flags.owner === false,
        noAcl: flags.acl === false,
        watch,
        poll,
      }),
    ),
  )
}

interface LoadedSide extends Loaded {
  readonly into: Database
}

async function compare(ctx: Context, { summary }: Replacement, { into, acknowledged }: LoadedSide): Promise<void> {
  // INSERTs were counted by nobody.
  if (!summary.countable) return
  const isOwn = summary.created === undefined
  await ctx.ui.step(messages.comparing, async () => {
    if (!isOwn || !acknowledged) await assertRowsArrived(ctx, into, { expected: summary.tables, all: isOwn })
  })
}
