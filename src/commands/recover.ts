import { existsSync } from 'node:fs'
import type { GlobalFlags } from '../config/global-flags.ts'
import { ExitCode, isPgsafeError } from '../errors.ts'
import { planDeadRun } from '../steps/plan-dead-run.ts'
import { withMaintenance } from '../steps/with-server.ts'
import { withStore, type Tidied } from '../steps/with-store.ts'
import { findLeftovers } from '../store/clean-leftovers.ts'
import { readJournals } from '../store/journal.ts'
import { lockStatus } from '../store/lock.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Recovered } from '../ui/messages/recover-messages.ts'
import { clearDeadRuns, findDeadRuns, type DeadRunEnd, type Place } from './clear-dead-runs.ts'
import type { Asking } from './confirm-tidying.ts'
import { dropStrays, findStrays, type Strays } from './drop-strays.ts'
import { openRun, type Run } from './open-run.ts'

/** `pgsafe recover`: brings to an end what killed runs had begun, in the store and on the server, and says what it did. */
export async function runRecover(ctx: Context, flags: GlobalFlags): Promise<void> {
  const run = await openRun(ctx, flags)
  const dryRun = flags.dryRun === true
  const recovered = dryRun ? await plan(ctx, run) : await recover(ctx, run, flags)
  const document = { recovered: { ...recovered, runs: recovered.runs.map(describe), dryRun } }
  ctx.ui.result(document, () => ctx.ui.say(messages.recoverReport({ ...recovered, dryRun })))
}

async function recover(ctx: Context, run: Run, flags: GlobalFlags): Promise<Recovered> {
  const { caller } = run
  if (!existsSync(run.store.directory))
    return onServer(ctx, run, { files: [] }, (place) => settle(ctx, place, { flags, caller }))
  const lock = await lockStatus(run.store)
  return withStore(ctx, { store: run.store, purpose: 'recover' }, (tidied) => {
    const files = [...(lock?.liveness === 'dead' ? [run.store.lockFile] : []), ...filesOf(tidied)]
    return onServer(ctx, run, { files }, (place) => settle(ctx, place, { flags, caller }))
  })
}

async function plan(ctx: Context, run: Run): Promise<Recovered> {
  const files = existsSync(run.store.directory) ? await findLeftovers(run.store) : []
  return onServer(ctx, run, { files }, async (place) => {
    const runs: DeadRunEnd[] = []
    for (const journal of await findDeadRuns(place)) {
      const plan = await planDeadRun(ctx, { ...place.run, at: place.at, journal, endWork: false })
      runs.push({ journal, plan })
    }
    const { unsure, inUse } = await findStrays(ctx, place)
    return { runs, dropped: [], remaining: [...unsure, ...inUse] }
  })
}

type ServerPart = Pick<Recovered, 'runs' | 'dropped' | 'remaining'>

async function settle(ctx: Context, place: Place, asking: Asking): Promise<ServerPart> {
  const runs = await clearDeadRuns(ctx, place)
  const strays: Strays = await findStrays(ctx, place)
  return { runs, ...(await dropStrays(ctx, { place, strays, ...asking })) }
}

/** A server that does not answer stops nobody, unless a journal says that something is to be done there. */
async function onServer(
  ctx: Context,
  run: Run,
  inStore: Pick<Recovered, 'files'>,
  action: (place: Place) => Promise<ServerPart>,
): Promise<Recovered> {
  const dead = (await readJournals(run.store)).filter(({ alive }) => !alive)
  const part = await lookAtServer(ctx, run, { needed: dead.length > 0, action })
  const elsewhere = dead.filter(({ runId }) => !part.runs.some(({ journal }) => journal.runId === runId))
  return { ...inStore, ...part, open: elsewhere.map(({ runId, kind, target }) => ({ runId, kind, target })) }
}

interface ServerLook {
  readonly needed: boolean
  readonly action: (place: Place) => Promise<ServerPart>
}

async function lookAtServer(ctx: Context, run: Run, { needed, action }: ServerLook): Promise<ServerPart> {
  try {
    return await withMaintenance(ctx, run.target, (at) => action({ run, at, reported: true }))
  } catch (error) {
    if (needed || !isPgsafeError(error) || error.exitCode !== ExitCode.preflight) throw error
    ctx.ui.warn(messages.serverNotLookedAt(error.message))
    return { runs: [], dropped: [], remaining: [] }
  }
}

function filesOf({ completed, removed, deleted, passfiles }: Tidied): string[] {
  return [...completed, ...removed, ...deleted, ...passfiles]
}

function describe({ journal, plan: { outcome, steps } }: Recovered['runs'][number]): object {
  const { runId, kind, startedAt, target } = journal
  return { runId, kind, startedAt, database: target.name, outcome, steps }
}
