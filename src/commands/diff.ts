import type { GlobalFlags } from '../config/global-flags.ts'
import type { SettingFlags } from '../config/resolve-settings.ts'
import { compareSchemas } from '../domain/compare-schemas.ts'
import { compareTableRows } from '../domain/compare-table-rows.ts'
import { totalRows, type TableRows } from '../domain/manifest.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { SchemaReader } from '../dump/schema-reader.ts'
import { ExitCode } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { readLiveContents } from '../steps/read-live-contents.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import { withDatabase } from '../steps/with-database.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { chooseBackup } from './choose-backup.ts'
import { badFileHint, type ChosenBackup } from './chosen-backup.ts'
import { openRun, type Run } from './open-run.ts'

export interface DiffFlags extends SettingFlags {
  readonly exitCode?: boolean
}

/** `pgsafe diff`: what differs between a backup and the database now, in rows and in definitions. Changes nothing. */
export async function runDiff(
  ctx: Context,
  flags: DiffFlags & GlobalFlags,
  reference: string | undefined,
): Promise<number> {
  const run = await openRun(ctx, flags)
  return withDatabase(ctx, run.target, async (database) => {
    const choice = { reference, latest: reference === undefined }
    const backup = await chooseBackup(ctx, { run, server: database.server, choice })
    const found = await compare(ctx, { run, database, backup })
    const { manifest } = backup
    const described = manifest === undefined ? { file: backup.name } : summarizeBackup(backup.path, manifest)
    const diff = { backup: described, database: run.target.database, ...found }
    ctx.ui.result({ diff }, () =>
      ctx.ui.data(
        messages.diffReport({
          ...found,
          database: run.target.database,
          file: backup.name,
          id: manifest?.id,
          createdAt: manifest === undefined ? undefined : new Date(manifest.createdAt),
          now: ctx.now(),
        }),
      ),
    )
    return flags.exitCode === true && !found.same ? ExitCode.failed : ExitCode.ok
  })
}

interface Compared {
  readonly run: Run
  readonly database: Database
  readonly backup: ChosenBackup
}

async function compare(ctx: Context, { run, database, backup }: Compared) {
  const reader = new SchemaReader()
  const { name, manifest } = backup
  const summary = await ctx.ui.step(messages.verifying(name), () =>
    verifyBackup(ctx, {
      ...backup,
      tables: manifest?.tables,
      tools: database.tools,
      remedy: badFileHint,
      onDecoded: (chunk) => reader.push(chunk),
    }),
  )
  const lockWaitTimeoutSeconds = run.settings.lockWaitTimeout.value
  const now = await ctx.ui.step(messages.readingDatabase, () =>
    readLiveContents(ctx, database, { lockWaitTimeoutSeconds }),
  )
  warnOfVersions(ctx, { database, backup })
  // INSERTs were counted by nobody.
  const then: readonly TableRows[] | null = summary.countable ? summary.tables : null
  const tables = then === null ? null : compareTableRows(then, now.counts)
  const objects = compareSchemas(reader.finish(), now.objects)
  const rows = { before: then === null ? null : totalRows(then), after: totalRows(now.counts.tables) }
  return { same: (tables ?? []).length === 0 && objects.length === 0, rows, tables, objects }
}

/** Two versions of pg_dump may word the same definition differently. */
function warnOfVersions(ctx: Context, { database, backup }: Pick<Compared, 'database' | 'backup'>): void {
  const then = backup.manifest?.tool.version
  const now = database.tools.version
  if (then !== undefined && Number.parseInt(then, 10) !== Number.parseInt(now, 10)) {
    ctx.ui.warn(messages.diffVersions(then, now))
  }
}
