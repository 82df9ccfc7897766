import { estimateBackupSize } from '../domain/backup-size.ts'
import type { Engine } from '../domain/engine.ts'
import { formatSize } from '../domain/format-size.ts'
import type { BackupFormat, Compression } from '../domain/manifest.ts'
import type { Space } from '../domain/space.ts'
import { firstMajorWithZstd, fixedClientVersion } from '../domain/versions.ts'
import { zstdSupport } from '../dump/zstd-support.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { readDatabaseSize } from '../postgres/read-database-size.ts'
import { sharesBackends } from '../postgres/shares-backends.ts'
import { assertStoreUsable } from '../store/assert-store-usable.ts'
import { freeBytes } from '../store/disk-space.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'

interface Plan {
  readonly database: Database
  readonly store: Store
  /** Where the file will lie: the store, or the folder of `--file`. */
  readonly directory: string
  readonly format: BackupFormat
  readonly compression: Compression
  /** A snapshot takes no room in the store. */
  readonly engine?: Engine
}

export interface BackupPreflight {
  readonly warnings: readonly string[]
  /** Where the backup will lie; undefined: it takes none there. */
  readonly space: Space | undefined
}

/**
 * Everything that can be known to stop a backup before it starts (DESIGN 4.2): a pooler, a compression that nobody here
 * knows, an unwritable store, a disk that cannot suffice. Creates nothing. Throws with exit code 3; returns what is worth saying.
 */
export async function preflightBackup(ctx: Context, plan: Plan): Promise<BackupPreflight> {
  await assertNoPooler(ctx, plan.database)
  assertCompression(plan)
  await assertStoreUsable(plan.store)
  const warnings = oldClientWarning(plan.database)
  if (plan.engine === 'snapshot') return { warnings, space: undefined }
  const databaseBytes = await readDatabaseSize(ctx, plan.database)
  const free = await freeBytes(plan.directory)
  const { likely, atLeast } = estimateBackupSize(databaseBytes, plan)
  if (free < atLeast) {
    throw new PgsafeError(
      'disk-full',
      `${plan.directory} has ${formatSize(free)} free; this backup needs at least ${formatSize(atLeast)}`,
      {
        hint: 'free some space, choose another directory with --dir, or add --compress',
      },
    )
  }
  const tight =
    free < likely ? [`space is tight: ${formatSize(free)} free, about ${formatSize(likely)} likely needed`] : []
  return { warnings: [...tight, ...warnings], space: { needed: likely, free } }
}

/** A pooler in transaction mode mixes up pg_dump's session settings with other clients' (pitfalls C15). */
async function assertNoPooler(ctx: Context, database: Database): Promise<void> {
  if (database.target.pooler !== true && !(await sharesBackends(ctx, database))) return
  throw new PgsafeError(
    'server-unsuitable',
    'this URL leads to a connection pooler, through which backups are not reliable',
    {
      hint: 'use the direct URL of the database (often called directUrl or "non-pooling") with --url or PGSAFE_DATABASE_URL',
    },
  )
}

/** Throws `zstd-unavailable` when what would compress has no zstd: Node for plain backups, pg_dump for archives. */
function assertCompression({ format, compression, database: { tools } }: Plan): void {
  if (compression !== 'zstd') return
  if (format === 'plain') return void zstdSupport()
  if (tools.major >= firstMajorWithZstd) return
  throw new PgsafeError('zstd-unavailable', `pg_dump ${tools.version} cannot compress a ${format} backup with zstd`, {
    hint: `install the client programs of PostgreSQL ${firstMajorWithZstd} or newer, or leave out --compress: archives are compressed anyway`,
  })
}

function oldClientWarning({ tools }: Database): string[] {
  const fixed = fixedClientVersion(tools.version)
  return fixed === undefined
    ? []
    : [`pg_dump ${tools.version} has known security holes, fixed in ${fixed}: update the client programs`]
}
