import { snapshotDatabaseName } from '../domain/database-names.ts'
import { dropUnfinished } from '../postgres/side-database.ts'
import { preflightBackup } from '../steps/preflight-backup.ts'
import type { Snapshot } from '../steps/take-snapshot.ts'
import { withStore } from '../steps/with-store.ts'
import { closeJournal } from '../store/journal.ts'
import { appendUndo, type KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { BackupBefore } from './backup-before.ts'
import { checkWayBack } from './check-way-back.ts'
import { clearDeadRuns } from './clear-dead-runs.ts'
import { engineOf } from './engine-of.ts'
import { keepRoles } from './keep-roles.ts'
import { keptStyle } from './kept-style.ts'
import { takeBackup, type TakenBackup } from './take-backup.ts'
import { trySnapshot } from './try-snapshot.ts'

/** What stands for the database as it was before a command: at least one of the two. */
export interface KeptBefore {
  readonly backup: TakenBackup | undefined
  readonly snapshot: Snapshot | undefined
}

interface Step {
  readonly runId: string
  readonly lineage: { readonly systemIdentifier: string; readonly name: string }
  /** Writes the run's journal. */
  readonly enter: (phase: 'copying') => Promise<void>
}

/** What the chosen engine keeps, and its undo entry, under one lock: no other run comes between them. */
export async function keepBefore(ctx: Context, order: BackupBefore, step: Step): Promise<KeptBefore> {
  const { run, database, kind } = order
  return withStore(ctx, { store: run.store, purpose: kind }, async () => {
    await clearDeadRuns(ctx, { run, at: database })
    try {
      const kept = await keepByEngine(ctx, order, step)
      await enterForUndo(ctx, order, { ...step, ...kept })
      return kept
    } catch (error) {
      await asWarning(ctx, messages.runNotClosed, () => forget(ctx, order, step))
      throw error
    }
  })
}

/** The snapshot first: it shows at once whether it can be had, and what the dump needs is looked at only where it is needed. */
async function keepByEngine(ctx: Context, order: BackupBefore, { runId, enter }: Step): Promise<KeptBefore> {
  const { run, database, kind, command, label, withRoles } = order
  const engine = engineOf(run, order)
  // A server finishes its copy also when we are gone: a later run learns of it from the journal.
  if (engine !== 'dump') await enter('copying')
  const snapshot = engine === 'dump' ? undefined : await trySnapshot(ctx, order, runId)
  if (engine === 'snapshot' && snapshot !== undefined) return { snapshot, backup: undefined }
  if (engineOf(run) === 'snapshot') await preflightDump(ctx, order)
  const style = keptStyle(run, database.tools)
  const backup = await takeBackup(ctx, { run, database, reason: kind, ...style, command, label })
  return { snapshot, backup: withRoles === true ? await keepRoles(ctx, run, { database, backup }) : backup }
}

/** Put off when a snapshot was to be made. */
async function preflightDump(ctx: Context, { run, database }: BackupBefore): Promise<void> {
  const { store } = run
  const style = keptStyle(run, database.tools)
  const { warnings } = await preflightBackup(ctx, { database, store, directory: store.directory, ...style })
  await checkWayBack(ctx, run, { database })
  for (const warning of warnings) ctx.ui.warn(warning)
}

async function enterForUndo(
  ctx: Context,
  { run, kind }: BackupBefore,
  { runId, lineage, backup, snapshot }: Omit<Step, 'enter'> & KeptBefore,
): Promise<void> {
  await appendUndo(run.store, {
    id: runId,
    at: ctx.now().toISOString(),
    kind,
    target: lineage,
    backupId: backup?.manifest.id ?? null,
    keptDatabase: snapshot === undefined ? null : keptSnapshot(snapshot),
    reverses: null,
    done: false,
  })
}

function keptSnapshot({ name, oid, bytes, properties, tables }: Snapshot): KeptDatabase {
  return { name, oid, bytes, comment: properties.comment, snapshot: { properties, tables } }
}

/** The command will not run: nothing of the run is to be left. Where that cannot be done now, its journal tells a later run. */
async function forget(ctx: Context, order: BackupBefore, { runId }: Step): Promise<void> {
  const { run, database } = order
  if (engineOf(run, order) !== 'dump') await dropUnfinished(ctx, database, snapshotDatabaseName(runId))
  await closeJournal(run.store, runId)
}
