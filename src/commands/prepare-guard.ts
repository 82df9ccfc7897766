import type { GlobalFlags } from '../config/global-flags.ts'
import type { JudgedCommand } from '../domain/command-target/judge-target.ts'
import type { WriteMarks } from '../domain/database-states.ts'
import type { TableRows } from '../domain/manifest.ts'
import { redactCommand, redactText } from '../domain/redact.ts'
import { describeTarget } from '../domain/target.ts'
import type { Database } from '../postgres/database.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import { judgeDanger } from '../steps/judge-danger.ts'
import { countTables } from '../steps/count-tables.ts'
import { preflightBackup } from '../steps/preflight-backup.ts'
import { preflightUndo } from '../steps/preflight-undo.ts'
import { recogniseCommand } from '../steps/recognise-command.ts'
import { withDatabase } from '../steps/with-database.ts'
import { withStore } from '../steps/with-store.ts'
import { newId } from '../store/new-id.ts'
import { writeJournal } from '../store/journal.ts'
import { appendUndo } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { aimCommand } from './aim-command.ts'
import type { Command } from './guard.ts'
import { findGuardingRun } from './find-guarding-run.ts'
import type { Run } from './open-run.ts'
import { pruneQuietly } from './prune-quietly.ts'
import { takeBackup, type TakenBackup } from './take-backup.ts'

interface GuardOrder {
  readonly run: Run
  readonly command: Command
  readonly flags: GlobalFlags & { readonly label?: string }
}

/** A verified backup exists; the command may run. */
export interface Guarded {
  readonly kind: 'guarded'
  readonly runId: string
  readonly backup: TakenBackup
  readonly lineage: { readonly systemIdentifier: string; readonly name: string }
  readonly marks: WriteMarks
  /** Something was written between the dump and now: no backup holds it. */
  readonly writtenSince: boolean
}

/** `nested`: a guard around this one has backed up the same database already. */
export type Prepared = Guarded | { readonly kind: 'nested' | 'dry-run'; readonly runId: string }

const format = 'plain'
const compression = 'gzip'

/** Everything before the command: preflight, impact, consent, verified backup. Throws before anything was changed. */
export async function prepareGuard(ctx: Context, order: GuardOrder): Promise<Prepared> {
  const { run, flags } = order
  return withDatabase(ctx, run.target, async (database) => {
    const around = await findGuardingRun(ctx, run, database)
    if (around !== undefined) return { kind: 'nested', runId: around }
    const aim = await aimCommand(ctx, { ...order, database })
    const { directory } = run.store
    const warnings = await preflightBackup(ctx, { database, store: run.store, directory, format, compression })
    await preflightUndo(ctx, database)
    for (const warning of warnings) ctx.ui.warn(warning)
    const tables = await countTables(ctx, database, { lockWaitTimeoutSeconds: run.settings.lockWaitTimeout.value })
    await confirmGuard(ctx, order, { database, tables, aim })
    if (flags.dryRun === true) return { kind: 'dry-run', runId: '' }
    return backUp(ctx, order, database)
  })
}

interface Impact {
  readonly database: Database
  readonly tables: readonly TableRows[]
  readonly aim: JudgedCommand
}

async function confirmGuard(
  ctx: Context,
  { run, command, flags }: GuardOrder,
  { database, tables, aim }: Impact,
): Promise<void> {
  const danger = await judgeDanger(ctx, { ...run, database })
  for (const note of danger.notes) ctx.ui.detail(note)
  const { effects } = await recogniseCommand(ctx, command, ctx.cwd)
  ctx.ui.say(
    messages.guardDanger({
      command: redactCommand(command),
      target: describeTarget(run.target),
      source: run.target.source,
      danger,
      tables,
      effects: effects.map((effect) => redactText(effect)),
      aim,
      directory: run.store.directory,
    }),
  )
  if (flags.dryRun === true) return
  await confirmTarget(ctx, {
    action: 'guard',
    database: run.target.database,
    danger: danger.level,
    nameRequired: aim.verdict === 'unproven',
    yes: flags.yes === true,
    skipPrompt: run.settings.skipPrompt.value,
    confirm: flags.confirm,
    question: messages.proceedWithCommand,
  })
}

async function backUp(ctx: Context, { run, command, flags }: GuardOrder, database: Database): Promise<Guarded> {
  const lineage = { systemIdentifier: database.server.systemIdentifier, name: run.target.database }
  const runId = newId()
  ctx.ui.say(messages.backupBeforeCommand)
  const before = await readWriteMarks(ctx, database)
  const backup = await withStore(ctx, { store: run.store, purpose: 'guard' }, async () => {
    const taken = await takeBackup(ctx, {
      run,
      database,
      reason: 'guard',
      format,
      compression,
      command,
      label: flags.label,
    })
    await appendUndo(run.store, {
      id: runId,
      at: ctx.now().toISOString(),
      kind: 'guard',
      target: lineage,
      backupId: taken.manifest.id,
      keptDatabase: null,
      reverses: null,
      done: false,
    })
    return taken
  })
  await pruneQuietly(ctx, run)
  await writeJournal(run.store, {
    runId,
    kind: 'guard',
    startedAt: ctx.now().toISOString(),
    target: { ...lineage, described: describeTarget(run.target) },
    phase: 'running',
    data: { backupId: backup.manifest.id },
  })
  const marks = await readWriteMarks(ctx, database)
  return { kind: 'guarded', runId, backup, lineage, marks, writtenSince: marks.xmax !== before.xmax }
}
