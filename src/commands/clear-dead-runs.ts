import type { RecoveryPlan } from '../domain/plan-recovery.ts'
import type { Database } from '../postgres/database.ts'
import { isPgsafeError } from '../errors.ts'
import { planDeadRun } from '../steps/plan-dead-run.ts'
import { settleDeadRun } from '../steps/settle-dead-run.ts'
import { withStore } from '../steps/with-store.ts'
import { readJournals, type OpenJournal } from '../store/journal.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { Run } from './open-run.ts'

export interface Place {
  readonly run: Pick<Run, 'store'>
  /** Any database of the server but one that a run of ours builds or keeps. */
  readonly at: Database
  /** The caller reports by itself what was settled. */
  readonly reported?: true
}

/** A run that died, and what is to be done or was done about it. */
export interface DeadRunEnd {
  readonly journal: OpenJournal
  readonly plan: RecoveryPlan
}

/** As clearDeadRuns, for a command that looks at the undo chain before it takes the store's lock; without dead runs nothing happens. */
export async function settleDeadRuns(ctx: Context, place: Place): Promise<void> {
  const { store } = place.run
  if (!(await hasDeadRuns(store))) return
  await withStore(ctx, { store, purpose: 'recover' }, () => clearDeadRuns(ctx, place))
}

/** Whether a run of this store, on whichever server, was killed. */
export async function hasDeadRuns(store: Store): Promise<boolean> {
  return (await readJournals(store)).some(({ alive }) => !alive)
}

/** As settleDeadRuns, for a command that can do without: neither a run that holds the store nor a problem there stops it. */
export async function settleIfFree(ctx: Context, place: Place): Promise<void> {
  try {
    await settleDeadRuns(ctx, place)
  } catch (error) {
    if (!isPgsafeError(error) || ctx.signal.aborted) throw error
    if (error.code !== 'locked') ctx.ui.warn(messages.deadRunsNotLookedAt(error.message))
  }
}

/**
 * Puts right what killed runs of this store left on this server (`pgsafe recover` by itself). Needs the store's lock. A problem
 * is a warning, and the journal stays for the next run. Returns what was settled.
 */
export async function clearDeadRuns(ctx: Context, place: Place): Promise<DeadRunEnd[]> {
  const settled: DeadRunEnd[] = []
  for (const journal of await findDeadRuns(place)) {
    await asWarning(ctx, messages.deadRunRemains(journal), async () => {
      const { store } = place.run
      const plan = await planDeadRun(ctx, { store, at: place.at, journal, endWork: true })
      await settleDeadRun(ctx, { store, at: place.at, journal, plan })
      if (plan.outcome !== 'closed' && place.reported !== true) ctx.ui.say(messages.deadRunSettled({ journal, plan }))
      settled.push({ journal, plan })
    })
  }
  return settled
}

/** Of this store, on this server. */
export async function findDeadRuns({ run, at }: Place): Promise<OpenJournal[]> {
  const { systemIdentifier } = at.server
  return (await readJournals(run.store)).filter(
    ({ alive, target }) => !alive && target.systemIdentifier === systemIdentifier,
  )
}
