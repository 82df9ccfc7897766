import { redactCommand } from '../domain/redact.ts'
import type { BackupFormat, BackupReason, Compression, DatabaseProperties, Manifest } from '../domain/manifest.ts'
import { pgsafeVersion } from '../domain/pgsafe-version.ts'
import { describeHost } from '../domain/target.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import type { Database } from '../postgres/database.ts'
import { guessRows } from '../postgres/dump-progress.ts'
import { readDatabaseProperties } from '../postgres/read-database-properties.ts'
import { type Poll, withPolling } from '../postgres/with-polling.ts'
import { noteMoment } from '../steps/note-moment.ts'
import { readGitState } from '../steps/read-git-state.ts'
import { assertHarmless } from '../steps/assert-harmless.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import { writeBackup, type WrittenDump } from '../steps/write-backup.ts'
import type { ManifestFields } from '../store/seal-manifest.ts'
import { newId } from '../store/new-id.ts'
import { discardPartial, publishBackup, reserveBackup, type ReservedBackup } from '../store/publish-backup.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'

export interface BackupOrder {
  readonly run: Run
  readonly database: Database
  readonly reason: BackupReason
  readonly format: BackupFormat
  readonly compression: Compression
  /** The command that it is made for (guard, reset). */
  readonly command?: readonly string[] | undefined
  readonly label?: string | undefined
  readonly pinned?: boolean | undefined
  /** What belongs to the database itself, where a copy stands for it; else it is read from the server. */
  readonly properties?: DatabaseProperties | undefined
  /** `backup --file`: outside the store and its retention. Absolute. */
  readonly file?: string | undefined
}

export interface TakenBackup {
  /** Absolute. */
  readonly path: string
  readonly manifest: Manifest
  readonly timings: BackupTimings
}

/** How long its parts took. */
export interface BackupTimings {
  readonly dumpMs: number
  readonly verifyMs: number
}

/**
 * Dump, verify, publish, in that order: a backup gets its name only after it has been read back from disk. On any failure
 * nothing is published and the partial file is gone. The store is prepared and its lock held by the caller.
 */
export async function takeBackup(ctx: Context, order: BackupOrder): Promise<TakenBackup> {
  const startedAt = ctx.now()
  const reserved = await reserveBackup(order.run.store, {
    database: order.database.target.database,
    createdAt: startedAt,
    format: order.format,
    compression: order.format === 'plain' ? order.compression : 'none',
    ...(order.file === undefined ? {} : { file: order.file }),
  })
  const { target } = order.database
  ctx.ui.say(messages.backupStarting({ database: target.database, host: describeHost(target), file: reserved.name }))
  try {
    const { manifest, timings } = await withPolling(ctx, order.database, (poll) =>
      dumpAndVerify(ctx, { order, reserved, startedAt, poll }),
    )
    return { ...(await publishBackup(order.run.store, reserved, manifest)), timings }
  } catch (error) {
    await discardPartial(reserved)
    throw error
  }
}

const remedy = 'nothing was kept of it: run the backup again, and check the disk when that fails too'

interface Draft {
  readonly order: BackupOrder
  readonly reserved: ReservedBackup
  readonly startedAt: Date
  /** Asks the database how far the work is. */
  readonly poll: Poll
}

interface Dumped {
  /** Not sealed: publishing may have to give it another name. */
  readonly manifest: ManifestFields
  readonly timings: BackupTimings
}

async function dumpAndVerify(ctx: Context, draft: Draft): Promise<Dumped> {
  const { order, reserved, poll } = draft
  const { settings } = order.run
  const compression = order.format === 'plain' ? order.compression : 'none'
  // Read first: after a drop there is no live row to ask (fact 5).
  const properties = order.properties ?? (await readDatabaseProperties(ctx, order.database))
  const dump = (watch: Watch) =>
    writeBackup(ctx, {
      database: order.database,
      format: order.format,
      compression: order.compression,
      jobs: settings.jobs.value,
      lockWaitTimeoutSeconds: settings.lockWaitTimeout.value,
      path: reserved.partialPath,
      watch,
      poll,
    })
  const started = performance.now()
  const { result: written, moment } = await noteMoment(ctx, order.database, () =>
    ctx.ui.step(messages.writingBackup, dump),
  )
  const dumped = performance.now()
  const { tables, builds } = await ctx.ui.step(messages.verifyingBackup, async (watch) => {
    const { partialPath: path, name } = reserved
    const { tools } = order.database
    const { format } = order
    const watching = { watch, guessRows: () => guessRows(poll) }
    const summary = await verifyBackup(ctx, { ...written, path, format, compression, tools, remedy, ...watching })
    // What a restore would refuse must not be called a backup today.
    assertHarmless(name, summary)
    return summary
  })
  const timings = { dumpMs: Math.round(dumped - started), verifyMs: Math.round(performance.now() - dumped) }
  for (const warning of written.warnings) ctx.ui.warn(warning)
  const manifest = await describe(ctx, draft, { ...written, tables, builds, properties, compression, moment })
  return { manifest, timings }
}

type Facts = WrittenDump &
  Pick<Manifest, 'tables' | 'builds' | 'compression' | 'moment'> & {
    readonly properties: Manifest['database']['properties']
  }

async function describe(ctx: Context, { order, reserved, startedAt }: Draft, facts: Facts): Promise<ManifestFields> {
  const { target, server, tools } = order.database
  const now = ctx.now()
  return {
    version: 1,
    id: newId(),
    file: reserved.name,
    format: order.format,
    compression: facts.compression,
    bytes: facts.bytes,
    sha256: facts.sha256,
    files: facts.files,
    createdAt: startedAt.toISOString(),
    durationMs: now.getTime() - startedAt.getTime(),
    database: {
      name: target.database,
      host: target.params['host'] ?? null,
      port: server.port,
      systemIdentifier: server.systemIdentifier,
      oid: server.databaseOid,
      serverVersion: server.version,
      properties: facts.properties,
    },
    tables: facts.tables,
    builds: facts.builds,
    tool: { name: 'pg_dump', version: tools.version },
    reason: order.reason,
    command: order.command === undefined ? null : redactCommand(order.command),
    git: await readGitState(ctx, order.run.settings.projectRoot),
    label: order.label ?? null,
    pinned: order.pinned ?? false,
    verification: { level: 1, at: now.toISOString(), by: `pgsafe ${pgsafeVersion}` },
    warnings: facts.warnings,
    moment: facts.moment,
  }
}
