import type { GlobalFlags } from '../config/global-flags.ts'
import { chooseUndo } from '../domain/choose-undo.ts'
import { describeTarget } from '../domain/target.ts'
import { withServer, type ReachedServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import { readUndoChain, type UndoEntry } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { atDatabase } from './at-database.ts'
import { settleDeadRuns } from './clear-dead-runs.ts'
import { confirmDestructive } from './confirm-destructive.ts'
import { freeTarget } from './free-target.ts'
import { listUndo, viewOfStep } from './list-undo.ts'
import { openRun, type Run } from './open-run.ts'
import { putBack } from './put-back.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface UndoFlags {
  readonly list?: boolean
  readonly to?: string
  readonly jobs?: number
}

/** What undo works with, once the step to reverse is known. */
export interface Undoing {
  readonly run: Run
  readonly server: ReachedServer
  readonly entry: UndoEntry
  readonly flags: GlobalFlags
}

/** `pgsafe undo`: puts back what the last guard, reset or restore replaced; undoing twice brings the first state back again. */
export async function runUndo(ctx: Context, flags: UndoFlags & GlobalFlags, id: string | undefined): Promise<void> {
  const run = atDatabase(await openRun(ctx, flags), flags.to)
  if (flags.list === true) return listUndo(ctx, run)
  await withFailureLog(ctx, run, async () => {
    await freeTarget(ctx, run, flags)
    await withServer(ctx, run.target, async (server) => {
      if (flags.dryRun !== true) await settleDeadRuns(ctx, { run, at: server.maintenance })
      const entry = await chooseStep(run, server, id)
      if (!(await confirmUndo(ctx, { run, server, entry, flags }))) return
      const replaced = await withStore(ctx, { store: run.store, purpose: 'undo' }, () =>
        putBack(ctx, { run, server, entry, flags }),
      )
      const undone = { database: run.target.database, step: entry.id, ...replaced }
      ctx.ui.result({ undone }, () => ctx.ui.say(messages.undoDone(undone)))
    })
  })
}

async function chooseStep({ store, target }: Run, server: ReachedServer, id: string | undefined): Promise<UndoEntry> {
  const { systemIdentifier } = server.maintenance.server
  return chooseUndo(await readUndoChain(store), { systemIdentifier, name: target.database }, id)
}

/** Shows what will be put back and gets consent. False: it was a dry run. Throws when the answer is no. */
async function confirmUndo(ctx: Context, { run, server, entry, flags }: Undoing): Promise<boolean> {
  const { database } = run.target
  ctx.ui.say(messages.undoPlan({ ...viewOfStep(entry), target: describeTarget(run.target), now: ctx.now() }))
  if (flags.dryRun === true) {
    ctx.ui.result({ dryRun: true, step: entry.id, database }, () => ctx.ui.say(messages.undoDryRun))
    return false
  }
  const connected = server.database ?? server.maintenance
  const question = messages.sureToUndo
  await confirmDestructive(ctx, { run, database: connected, flags, action: 'undo', question, subject: entry.id })
  return true
}
