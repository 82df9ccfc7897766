import { formatCheckedCommit, formatClearing } from '../domain/in-place-sql.ts'
import { assumedPublicRights } from '../domain/public-rights.ts'
import { analyzeDatabase } from '../postgres/analyze-database.ts'
import type { Database } from '../postgres/database.ts'
import { withPolling } from '../postgres/with-polling.ts'
import { readPublicOid } from '../postgres/read-public-oid.ts'
import { loadBackup } from '../steps/load-backup.ts'
import { newId } from '../store/new-id.ts'
import { appendUndo, updateUndo } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import { clearDeadRuns } from './clear-dead-runs.ts'
import { undoLine } from './given-flags.ts'
import { keptStyle } from './kept-style.ts'
import type { Replaced, Replacement } from './replace-database.ts'
import { takeBackup } from './take-backup.ts'
import { withRunJournal } from './with-run-journal.ts'

/**
 * Empties the database and loads the backup in one transaction, which is committed only when checksum and rows are right: a
 * failure, Ctrl-C or a crash at any instant leaves what was there. Before it a backup of that is made, for undo. Needs the
 * store's lock.
 */
export async function replaceInPlace(ctx: Context, plan: Replacement, database: Database): Promise<Replaced> {
  const runId = newId()
  await clearDeadRuns(ctx, { run: plan.run, at: plan.server.maintenance })
  return withRunJournal(ctx, { ...plan, runId }, async (journal) => {
    await journal.enter('building')
    const undoable = await makeUndoable(ctx, plan, { runId, database })
    await journal.enter('in-place')
    const started = performance.now()
    await loadOrForget(ctx, plan, { runId, database, undoable })
    const swapMilliseconds = Math.round(performance.now() - started)
    if (undoable) {
      const recorded = await asWarning(ctx, messages.swapNotRecorded, () =>
        updateUndo(plan.run.store, runId, { done: true }),
      )
      if (!recorded) journal.leaveOpen()
    }
    await analyze(ctx, plan, database)
    return { keptAs: null, undo: undoable ? undoLine(plan) : null, notApplied: [], swapMilliseconds }
  })
}

interface InPlace {
  readonly runId: string
  readonly database: Database
}

/** Nothing is kept on the server, so a verified backup becomes the way back; not with `--no-keep`. */
async function makeUndoable(ctx: Context, plan: Replacement, { runId, database }: InPlace): Promise<boolean> {
  const { run, kind, reverses, flags } = plan
  if (flags.keep === false) return false
  ctx.ui.say(messages.backupBeforeInPlace)
  const style = keptStyle(run, database.tools)
  const backup = await takeBackup(ctx, { run, database, reason: 'before-restore', ...style })
  await appendUndo(run.store, {
    id: runId,
    at: ctx.now().toISOString(),
    kind,
    target: { systemIdentifier: database.server.systemIdentifier, name: run.target.database },
    backupId: backup.manifest.id,
    keptDatabase: null,
    reverses,
    done: false,
  })
  return true
}

/** When nothing was changed there is nothing to undo. Whether it was, the server knows: `public` was made anew. */
async function loadOrForget(
  ctx: Context,
  plan: Replacement,
  { runId, database, undoable }: InPlace & { readonly undoable: boolean },
): Promise<void> {
  const before = await readPublicOid(ctx, database)
  try {
    await load(ctx, plan, database)
  } catch (error) {
    const after = await readPublicOid({ ...ctx, signal: new AbortController().signal }, database)
    if (after !== before) return ctx.ui.warn(messages.committedAnyway)
    if (undoable) {
      await asWarning(ctx, messages.swapNotRecorded, () => updateUndo(plan.run.store, runId, { backupId: null }))
    }
    throw error
  }
}

async function load(ctx: Context, plan: Replacement, into: Database): Promise<void> {
  const { run, backup, summary, flags } = plan
  const { major } = into.server
  const transaction = {
    begin: formatClearing({
      major,
      publicRights: assumedPublicRights(summary.clientVersion, major),
      lockTimeoutSeconds: run.settings.lockWaitTimeout.value,
    }),
    end: formatCheckedCommit(summary.countable ? summary.tables : undefined),
  }
  const [noOwner, noAcl] = [flags.owner === false, flags.acl === false]
  await withPolling(ctx, plan.server.maintenance, (poll) =>
    ctx.ui.step(messages.replacingInPlace(backup.name), (watch) =>
      loadBackup(ctx, { ...backup, into, summary, jobs: undefined, noOwner, noAcl, transaction, watch, poll }),
    ),
  )
}

async function analyze(ctx: Context, { flags }: Replacement, database: Database): Promise<void> {
  if (flags.analyze === false) return
  await asWarning(ctx, messages.notAnalyzed, () =>
    ctx.ui.step(messages.analyzing, () => analyzeDatabase(ctx, database)),
  )
}
