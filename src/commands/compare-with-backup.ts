import { compareSchemas, type SchemaChange } from '../domain/compare-schemas.ts'
import { compareTableRows } from '../domain/compare-table-rows.ts'
import { totalRows } from '../domain/manifest.ts'
import type { TableChange } from '../domain/table-change.ts'
import { totalDamage, type DamageTotal } from '../domain/total-damage.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { SchemaReader } from '../dump/schema-reader.ts'
import type { Database } from '../postgres/database.ts'
import { compareSince } from '../steps/compare-since.ts'
import { readLiveContents, type LiveContents } from '../steps/read-live-contents.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { badFileHint, type ChosenBackup } from './chosen-backup.ts'
import type { Run } from './open-run.ts'

interface Compared {
  readonly run: Run
  readonly database: Database
  readonly backup: ChosenBackup
}

/** What is different now. */
export interface Difference {
  readonly same: boolean
  readonly rows: { readonly before: number | null; readonly after: number }
  /** null: the backup's rows cannot be counted. */
  readonly tables: readonly TableChange[] | null
  /** Of the rows of then; null when they cannot be told from those that came later. */
  readonly total: DamageTotal | null
  readonly objects: readonly SchemaChange[]
}

/** Reads the backup to its end, verifying it, and holds the database as it is now against it. */
export async function compareWithBackup(ctx: Context, { run, database, backup }: Compared): Promise<Difference> {
  const reader = new SchemaReader()
  const { name, manifest } = backup
  const summary = await ctx.ui.step(messages.verifying(name), (watch) =>
    verifyBackup(ctx, {
      ...backup,
      tables: manifest?.tables,
      bytes: manifest?.bytes,
      watch,
      tools: database.tools,
      remedy: badFileHint,
      onDecoded: (chunk) => reader.push(chunk),
    }),
  )
  const { now, exact } = await ctx.ui.step(messages.readingDatabase, () => readNow(ctx, { run, database, backup }))
  warnOfVersions(ctx, { database, backup })
  const objects = compareSchemas(reader.finish(), now.objects)
  return differenceOf(summary, { now, exact, objects })
}

interface Now {
  readonly now: LiveContents
  /** undefined: only the numbers of rows can be compared. */
  readonly exact: readonly TableChange[] | undefined
}

async function readNow(ctx: Context, { run, database, backup: { manifest } }: Compared): Promise<Now> {
  const seconds = run.settings.lockWaitTimeout.value
  const now = await readLiveContents(ctx, database, { lockWaitTimeoutSeconds: seconds })
  if (manifest === undefined) return { now, exact: undefined }
  return { now, exact: await compareSince(ctx, { database, manifest, lockTimeoutSeconds: seconds }) }
}

function differenceOf(
  summary: DumpSummary,
  { now, exact, objects }: Now & { readonly objects: readonly SchemaChange[] },
): Difference {
  const after = totalRows(now.counts.tables)
  // INSERTs were counted by nobody.
  if (!summary.countable) {
    return { same: objects.length === 0, rows: { before: null, after }, tables: null, total: null, objects }
  }
  const tables = exact ?? compareTableRows(summary.tables, now.counts)
  return {
    same: tables.length === 0 && objects.length === 0,
    rows: { before: totalRows(summary.tables), after },
    tables,
    total: exact === undefined ? null : totalDamage(summary.tables, exact),
    objects,
  }
}

/** Two versions of pg_dump may word the same definition differently. */
function warnOfVersions(ctx: Context, { database, backup }: Pick<Compared, 'database' | 'backup'>): void {
  const then = backup.manifest?.tool.version
  const now = database.tools.version
  if (then !== undefined && Number.parseInt(then, 10) !== Number.parseInt(now, 10)) {
    ctx.ui.warn(messages.diffVersions(then, now))
  }
}
