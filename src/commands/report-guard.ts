import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { GlobalFlags } from '../config/global-flags.ts'
import { compareTables, judgeTouched, type TableChange, type Touched } from '../domain/database-states.ts'
import { redactCommand } from '../domain/redact.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { shellWord } from '../domain/format-command.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import { countTables } from '../steps/count-tables.ts'
import type { CommandOutcome } from '../steps/run-command.ts'
import { withServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import { closeGuard } from './close-guard.ts'
import type { Command } from './guard.ts'
import type { Run } from './open-run.ts'
import type { Guarded } from './prepare-guard.ts'

interface Ended {
  readonly run: Run
  readonly command: Command
  readonly guarded: Guarded
  readonly outcome: CommandOutcome
  readonly flags: GlobalFlags & { readonly report?: string }
}

interface Damage {
  readonly touched: Touched | 'unknown'
  readonly changes: readonly TableChange[]
}

/** What the command did, where the backup is, and the line that brings everything back: printed whatever happened. */
export async function reportGuard(ctx: Context, ended: Ended): Promise<void> {
  const { run, command, guarded, outcome, flags } = ended
  const damage = await measureDamage(ctx, ended)
  const restoreLine = restoreLineFor(ended)
  const { path, manifest } = guarded.backup
  const document = {
    guard: {
      command: redactCommand(command),
      exitCode: outcome.exitCode,
      signal: outcome.signal ?? null,
      database: run.target.database,
      ...damage,
      writtenSinceBackup: guarded.writtenSince,
      backup: summarizeBackup(path, manifest),
      restore: restoreLine,
    },
  }
  await closeGuard(ctx, run, { runId: guarded.runId, done: true })
  if (flags.report !== undefined) await writeReport(ctx, resolve(ctx.cwd, flags.report), document)
  if (guarded.writtenSince) ctx.ui.warn(messages.writtenSinceBackup)
  if (outcome.exitCode === 0 && damage.touched === 'no') ctx.ui.warn(messages.untouched(run.target.database))
  const view = { command: redactCommand(command), exitCode: outcome.exitCode, ...damage, backupPath: path, restoreLine }
  // Last of all: with --json it is stderr's last line.
  ctx.ui.report(flags.json === true ? JSON.stringify(document) : messages.guardReport(view))
}

/** A server that is gone as well must not keep the report and its restore line from the screen. */
async function measureDamage(ctx: Context, { run, guarded }: Ended): Promise<Damage> {
  try {
    return await withServer(ctx, run.target, async ({ database }) => {
      if (database === undefined) {
        const changes = compareTables(guarded.backup.manifest.tables, [])
        return { touched: judgeTouched(guarded.marks, undefined, changes), changes }
      }
      const tables = await countTables(ctx, database, { lockWaitTimeoutSeconds: run.settings.lockWaitTimeout.value })
      const changes = compareTables(guarded.backup.manifest.tables, tables)
      return { touched: judgeTouched(guarded.marks, await readWriteMarks(ctx, database), changes), changes }
    })
  } catch (error) {
    ctx.ui.warn(messages.damageUnknown(error instanceof Error ? error.message : String(error)))
    return { touched: 'unknown', changes: [] }
  }
}

function restoreLineFor({ run, guarded, flags }: Ended): string {
  const directory = flags.dir === undefined ? '' : ` --dir ${shellWord(run.store.directory)}`
  const config = flags.config === undefined ? '' : ` --config ${shellWord(flags.config)}`
  return `pgsafe restore --id ${guarded.backup.manifest.id}${directory}${config}`
}

async function writeReport(ctx: Context, path: string, document: object): Promise<void> {
  await asWarning(ctx, messages.reportNotWritten(path), () =>
    writeFile(path, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 }),
  )
}
