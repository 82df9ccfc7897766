import { describeTarget } from '../domain/target.ts'
import type { DatabaseState } from '../domain/write-marks.ts'
import type { Database } from '../postgres/database.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import { readDatabaseState } from '../steps/read-database-state.ts'
import { withStore } from '../steps/with-store.ts'
import { writeJournal } from '../store/journal.ts'
import { newId } from '../store/new-id.ts'
import { appendUndo } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { clearDeadRuns } from './clear-dead-runs.ts'
import { keepRoles } from './keep-roles.ts'
import type { Run } from './open-run.ts'
import { pruneQuietly } from './prune-quietly.ts'
import { takeBackup, type TakenBackup } from './take-backup.ts'

export interface BackupBefore {
  readonly run: Run
  readonly database: Database
  /** What it is made for: the reason in the manifest, the kind of the undo entry and of the journal. */
  readonly kind: 'guard' | 'reset'
  readonly command: readonly string[]
  readonly label: string | undefined
  /** The command reaches beyond the database: the server's roles are kept too. */
  readonly withRoles?: boolean
}

/** A verified backup exists, and the way back to it is on disk: now the database may be destroyed. */
export interface BackedUp {
  readonly runId: string
  readonly backup: TakenBackup
  readonly lineage: { readonly systemIdentifier: string; readonly name: string }
  /** Every table at the moment before the command: what the damage is measured against. */
  readonly state: DatabaseState
  /** Something was written between the dump and now: no backup holds it. */
  readonly writtenSince: boolean
}

/** How the backup before a destructive command is written: readable anywhere, and small. */
export const backupBeforeStyle = { format: 'plain', compression: 'gzip' } as const

/** Backs up, verifies, enters the way back, prunes, and leaves the journal of a running command: `closeGuard` ends it. */
export async function backUpBefore(ctx: Context, order: BackupBefore): Promise<BackedUp> {
  const { run, database } = order
  const lineage = { systemIdentifier: database.server.systemIdentifier, name: run.target.database }
  const runId = newId()
  const before = await readWriteMarks(ctx, database)
  const backup = await takeUndoable(ctx, order, { runId, lineage })
  await pruneQuietly(ctx, run)
  await writeJournal(run.store, {
    runId,
    kind: order.kind,
    startedAt: ctx.now().toISOString(),
    target: { ...lineage, described: describeTarget(run.target) },
    phase: 'running',
    data: { backupId: backup.manifest.id },
  })
  const state = await readDatabaseState(ctx, database, {
    counted: { tables: backup.manifest.tables, marks: before },
    lockTimeoutSeconds: run.settings.lockWaitTimeout.value,
  })
  return { runId, backup, lineage, state, writtenSince: state.marks.xmax !== before.xmax }
}

/** The backup and its undo entry under one lock: no other run comes between them. */
async function takeUndoable(
  ctx: Context,
  { run, database, kind, command, label, withRoles }: BackupBefore,
  { runId, lineage }: Pick<BackedUp, 'runId' | 'lineage'>,
): Promise<TakenBackup> {
  return withStore(ctx, { store: run.store, purpose: kind }, async () => {
    await clearDeadRuns(ctx, { run, at: database })
    const backup = await takeBackup(ctx, { run, database, reason: kind, ...backupBeforeStyle, command, label })
    const taken = withRoles === true ? await keepRoles(ctx, run, { database, backup }) : backup
    await appendUndo(run.store, {
      id: runId,
      at: ctx.now().toISOString(),
      kind,
      target: lineage,
      backupId: taken.manifest.id,
      keptDatabase: null,
      reverses: null,
      done: false,
    })
    return taken
  })
}
