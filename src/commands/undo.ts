import type { GlobalFlags } from '../config/global-flags.ts'
import { chooseUndo } from '../domain/choose-undo.ts'
import { describeTarget } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import { withServer, type ReachedServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import { readUndoChain, type UndoEntry } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { dangerOf } from './danger-of.ts'
import { openRun, type Run } from './open-run.ts'
import { putBackBackup } from './put-back-backup.ts'
import { putBackKept } from './put-back-kept.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface UndoFlags {
  readonly list?: boolean
}

/** What undo works with, once the step to reverse is known. */
export interface Undoing {
  readonly run: Run
  readonly server: ReachedServer
  readonly entry: UndoEntry
  readonly flags: GlobalFlags
}

/** `pgsafe undo`: puts back what the last guard or restore replaced; undoing twice brings the first state back again. */
export async function runUndo(ctx: Context, flags: UndoFlags & GlobalFlags, id: string | undefined): Promise<void> {
  const run = await openRun(ctx, flags)
  if (flags.list === true) return listUndo(ctx, run)
  await withFailureLog(ctx, run, () =>
    withServer(ctx, run.target, async (server) => {
      const { systemIdentifier } = server.maintenance.server
      const lineage = { systemIdentifier, name: run.target.database }
      const entry = chooseUndo(await readUndoChain(run.store), lineage, id)
      ctx.ui.say(messages.undoPlan({ ...entry, target: describeTarget(run.target), now: ctx.now() }))
      if (flags.dryRun === true) return
      await confirmUndo(ctx, run, flags)
      await withStore(ctx, { store: run.store, purpose: 'undo' }, () => putBack(ctx, { run, server, entry, flags }))
      ctx.ui.result({ undone: { id: entry.id, kind: entry.kind, database: run.target.database } }, () =>
        ctx.ui.say(messages.undoDone(run.target.database)),
      )
    }),
  )
}

/** From the kept database in constant time, else from the backup. */
async function putBack(ctx: Context, undoing: Undoing): Promise<void> {
  const { entry } = undoing
  if (entry.keptDatabase !== null && (await putBackKept(ctx, undoing, entry.keptDatabase))) return
  if (entry.backupId !== null) return putBackBackup(ctx, undoing, entry.backupId)
  throw new PgsafeError('nothing-to-restore', 'what that step replaced is not kept any more', {
    hint: 'pgsafe list shows the backups; a database that was retired has one made "before a restore"',
  })
}

async function confirmUndo(ctx: Context, run: Run, flags: GlobalFlags): Promise<void> {
  const danger = dangerOf(ctx, run.target)
  if (danger.level !== 'local') ctx.ui.say(messages.dangerReasons(danger))
  await confirmTarget(ctx, {
    action: 'undo',
    database: run.target.database,
    danger: danger.level,
    yes: flags.yes === true,
    skipPrompt: false,
    confirm: flags.confirm,
    question: messages.sureToUndo,
  })
}

async function listUndo(ctx: Context, run: Run): Promise<void> {
  const chain = (await readUndoChain(run.store))
    .filter(({ target }) => target.name === run.target.database)
    .toReversed()
  ctx.ui.result({ undo: chain }, () => ctx.ui.data(messages.undoList(chain, ctx.now())))
}
