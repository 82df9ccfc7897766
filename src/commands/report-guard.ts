import { writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { GlobalFlags } from '../config/global-flags.ts'
import { totalRows } from '../domain/manifest.ts'
import { redactCommand } from '../domain/redact.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { formatRestoreLine, type ServerAfter } from '../domain/restore-line.ts'
import type { CommandOutcome } from '../steps/run-command.ts'
import type { Snapshot } from '../steps/take-snapshot.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { BackedUp } from './back-up-before.ts'
import { closeGuard } from './close-guard.ts'
import { givenFlags } from './given-flags.ts'
import { measureDamage, type Damage } from './measure-damage.ts'
import type { Run } from './open-run.ts'
import { tidyKept } from './tidy-kept.ts'
import { undoFailed } from './undo-failed.ts'

export interface ReportFlags {
  readonly report?: string
  /** `undo`: a failed command is undone by itself. */
  readonly onFailure?: 'report' | 'undo'
}

export interface Ended {
  readonly run: Run
  readonly kind: 'guard' | 'reset'
  /** What was run, as the user would name it. */
  readonly command: readonly string[]
  readonly backedUp: BackedUp
  readonly outcome: CommandOutcome
  readonly flags: GlobalFlags & ReportFlags
  /** What the JSON report says besides. */
  readonly more?: object
}

/** What the command did, where the backup is, and the line that brings everything back: printed whatever happened. */
export async function reportGuard(ctx: Context, ended: Ended): Promise<void> {
  const { run, command, backedUp, outcome, flags } = ended
  const damage = await measureDamage(ctx, run, backedUp)
  const restoreLine = restoreLineFor(ended, damage.server)
  await closeGuard(ctx, run, { runId: backedUp.runId, done: true })
  const undone = mustUndo(ended, damage) ? await undoFailed(ctx, { ...ended, restoreLine }) : null
  const document = documentOf(ended, { ...damage, undone, restore: restoreLine })
  if (flags.report !== undefined) await writeReport(ctx, resolve(ctx.cwd, flags.report), document)
  if (backedUp.writtenSince) ctx.ui.warn(messages.writtenSinceBackup)
  if (outcome.exitCode === 0 && damage.touched === 'no') ctx.ui.warn(messages.untouched(run.target.database))
  const tidy = async () => (backedUp.snapshot === undefined ? undefined : tidyKept(ctx, run))
  if (flags.json === true) {
    await tidy()
    // Last of all: it is stderr's last line.
    return ctx.ui.report(JSON.stringify(document))
  }
  const view = {
    command: redactCommand(command),
    exitCode: outcome.exitCode,
    ...damage,
    undone,
    backupPath: backedUp.backup?.path,
    rolesPath: rolesPathOf(backedUp),
    // Put back, it is the database itself.
    snapshot: undone === true ? undefined : backedUp.snapshot,
    restoreLine,
  }
  ctx.ui.report(messages.guardReport(view))
  // People need not wait for it.
  await tidy()
}

/** Only what certainly was not touched needs no undoing. */
function mustUndo({ outcome, flags }: Ended, { touched }: Damage): boolean {
  return flags.onFailure === 'undo' && outcome.exitCode !== 0 && touched !== 'no'
}

interface Findings extends Pick<Damage, 'touched' | 'changes' | 'total' | 'server'> {
  /** Put back by itself; null: nobody asked for it, or there was no need. */
  readonly undone: boolean | null
  readonly restore: string
}

function documentOf({ run, kind, command, backedUp, outcome, more }: Ended, findings: Findings): object {
  const { restore, undone, ...damage } = findings
  const { backup, snapshot } = backedUp
  return {
    [kind]: {
      command: redactCommand(command),
      ...more,
      exitCode: outcome.exitCode,
      signal: outcome.signal ?? null,
      database: run.target.database,
      ...damage,
      writtenSinceBackup: backedUp.writtenSince,
      backup: backup === undefined ? null : summarizeBackup(backup.path, backup.manifest),
      snapshot: snapshot === undefined ? null : summarizeSnapshot(snapshot),
      // Put back from its snapshot, an undo would bring the damage back.
      restore: undone === true && snapshot !== undefined ? null : restore,
      undone,
    },
  }
}

function restoreLineFor({ run, backedUp, flags }: Ended, server: ServerAfter): string {
  const { backup, snapshot } = backedUp
  const survives = server === 'same' || server === 'unknown'
  return formatRestoreLine({
    // A snapshot goes with its server.
    backupId: snapshot !== undefined && survives ? undefined : backup?.manifest.id,
    server,
    ...givenFlags({ run, flags }),
  })
}

function summarizeSnapshot({ name, bytes, tables }: Snapshot): object {
  return { name, bytes, rows: totalRows(tables), tables: tables.length }
}

function rolesPathOf({ backup }: BackedUp): string | undefined {
  if (backup === undefined) return undefined
  const { roles } = backup.manifest
  return roles === undefined || roles === null ? undefined : join(dirname(backup.path), roles)
}

async function writeReport(ctx: Context, path: string, document: object): Promise<void> {
  await asWarning(ctx, messages.reportNotWritten(path), () =>
    writeFile(path, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 }),
  )
}
