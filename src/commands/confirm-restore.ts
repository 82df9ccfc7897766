import { estimateDatabaseSize } from '../domain/backup-size.ts'
import { fellSharply } from '../domain/find-richer-backup.ts'
import { decideKept, type KeptState } from '../domain/kept-state.ts'
import { totalRows, type TableRows } from '../domain/manifest.ts'
import type { Space } from '../domain/space.ts'
import { describeTarget } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import { countTables } from '../steps/count-tables.ts'
import { measureServerSpace } from '../steps/measure-server-space.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { missingFrom } from './check-chosen.ts'
import { confirmDestructive } from './confirm-destructive.ts'
import type { RestorePlan } from './plan-restore.ts'
import type { Replacement } from './replace-database.ts'

/** Shows what will be replaced and by what, and gets consent. False: it was a dry run. Throws when the answer is no. */
export async function confirmRestore(ctx: Context, plan: RestorePlan): Promise<boolean> {
  const { run, server, backup, summary, flags, tablesNow } = plan
  const { database } = run.target
  const missing = backup.manifest === undefined ? await explainForeign(ctx, plan) : []
  warnOfFall(ctx, plan, tablesNow)
  const space = await spaceFor(ctx, plan)
  ctx.ui.say(
    messages.restoreWarning({
      target: describeTarget(run.target),
      database,
      file: backup.name,
      createdAt: backup.manifest === undefined ? undefined : new Date(backup.manifest.createdAt),
      now: ctx.now(),
      tables: summary.countable ? summary.tables : undefined,
      tablesNow,
      exists: server.database !== undefined,
      kept: keptAfter(plan),
      space,
      inPlace: plan.method.kind === 'in-place' ? plan.method.because : undefined,
    }),
  )
  if (flags.dryRun === true) {
    ctx.ui.result({ dryRun: true, file: backup.name, database, space: space ?? null }, () =>
      ctx.ui.say(messages.restoreDryRun(backup.name, database)),
    )
    return false
  }
  await confirmDestructive(ctx, {
    run,
    database: server.database ?? server.maintenance,
    flags,
    action: 'restore',
    nameReasons: missing.length > 0 ? [`${backup.name} lacks tables that "${database}" has`] : [],
    approvalReasons: approvalReasonsFor(plan),
    question: messages.sureToRestore,
    // Of a foreign file there is no checksum: its path, and what was read in it.
    subject: backup.sha256 ?? JSON.stringify(backup.files ?? [backup.path, summary.tables]),
  })
  return true
}

/** The old and the new rows lie on the server together for a while, by the swap and in place. */
async function spaceFor(ctx: Context, { server, backup }: Replacement): Promise<Space | undefined> {
  if (backup.manifest === undefined) return undefined
  const needed = estimateDatabaseSize(backup.manifest.bytes, backup)
  const space = await measureServerSpace(ctx, server.maintenance, needed)
  if (space !== undefined && space.free < space.needed) ctx.ui.warn(messages.serverSpaceIsTight(space))
  return space
}

function warnOfFall(ctx: Context, { summary }: Replacement, tablesNow: readonly TableRows[] | undefined): void {
  if (tablesNow === undefined || !summary.countable) return
  const [rowsNow, rows] = [totalRows(tablesNow), totalRows(summary.tables)]
  if (fellSharply(rowsNow, rows)) ctx.ui.warn(messages.databaseHoldsMore(rowsNow, rows))
}

/** What an agent must not decide alone, wherever the database is. */
function approvalReasonsFor({ backup, server, flags }: Replacement): string[] {
  return [
    ...(backup.manifest === undefined ? [`${backup.name} was not made by pgsafe`] : []),
    ...(flags.keep === false && server.database !== undefined ? ['--no-keep leaves nothing of what is there now'] : []),
  ]
}

/** In place nothing stays on the server: a backup is made instead. */
function keptAfter({ run, method, flags }: Replacement): KeptState {
  const kept = decideKept(run.settings.keptDatabases, flags.keep !== false)
  return method.kind === 'in-place' && kept !== 'gone' ? 'backup' : kept
}

/** Of a foreign file nobody knows who wrote it and whether it is the whole database. Returns the tables it lacks. */
async function explainForeign(ctx: Context, plan: RestorePlan): Promise<string[]> {
  const { run, server, backup, summary, flags, tablesNow } = plan
  // An agent's word for it is not enough: a person approves the whole restore instead.
  const askable = ctx.prompts.interactive || run.caller.kind === 'agent'
  if (flags.trust !== true && !askable) {
    throw new PgsafeError(
      'untrusted-file',
      `${backup.name} was not made by pgsafe: loading it runs what its author wrote`,
      {
        hint: 'if you know where it comes from, add --trust',
      },
    )
  }
  ctx.ui.warn(messages.foreignFile({ file: backup.name, superuser: server.maintenance.server.superuser }))
  if (server.database === undefined) return []
  // Where they could not be counted, this says why: without them nobody knows what the file lacks.
  const lockWaitTimeoutSeconds = run.settings.lockWaitTimeout.value
  const tables = tablesNow ?? (await countTables(ctx, server.database, { lockWaitTimeoutSeconds }))
  const missing = missingFrom(summary, tables)
  if (missing.length > 0)
    ctx.ui.warn(messages.foreignLacks({ missing, database: run.target.database, file: backup.name }))
  return missing
}
