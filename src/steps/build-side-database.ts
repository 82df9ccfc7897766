import { compareRows } from '../domain/compare-rows.ts'
import { findUnexpectedTables } from '../domain/find-unexpected-tables.ts'
import type { DatabaseProperties, TableRows } from '../domain/manifest.ts'
import { assumedPublicRights } from '../domain/public-rights.ts'
import { PgsafeError } from '../errors.ts'
import { applyDatabaseProperties, type WantedProperties } from '../postgres/apply-database-properties.ts'
import { countRows } from '../postgres/count-rows.ts'
import type { Database } from '../postgres/database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { executeSql } from '../postgres/psql.ts'
import { createSideDatabase, dropUnfinished } from '../postgres/side-database.ts'
import type { Context } from '../system/context.ts'

interface Side {
  readonly name: string
  readonly properties: DatabaseProperties
  /** The version of the pg_dump whose output it will take, as its header says. */
  readonly dumpedBy: string | undefined
}

/**
 * An empty database from template0 beside the target, with the source's encoding, locale and tablespace, as the dump expects it.
 * Warns when the server sorts texts by another version of that locale.
 */
export async function createSide(ctx: Context, maintenance: Database, side: Side): Promise<Database> {
  const { warnings } = await createSideDatabase(ctx, maintenance, side)
  for (const warning of warnings) ctx.ui.warn(warning)
  const created = { ...maintenance, connection: connectionTo(maintenance.connection, side.name) }
  const { major, superuser } = maintenance.server
  // Until 14 `public` belongs to the bootstrap superuser: nobody else can change its rights, a dump neither.
  if (major < 15 && superuser && assumedPublicRights(side.dumpedBy, major) === 'USAGE') {
    await executeSql(ctx, created, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC')
  }
  return created
}

/** Removes a side database that will not be swapped in. Runs also after Ctrl-C: it must not leave half a database. */
export async function dropSide(ctx: Context, maintenance: Database, side: string): Promise<void> {
  await dropUnfinished(ctx, maintenance, side)
}

interface Arrival {
  readonly expected: readonly TableRows[]
  /** It is all that the dump holds: of a backup of our own. Statements of a foreign file may have made more. */
  readonly all: boolean
}

/** Compares the rows that arrived with those the backup holds. Throws `restore-failed` naming the first difference. */
export async function assertRowsArrived(ctx: Context, side: Database, { expected, all }: Arrival): Promise<void> {
  const arrived = await countRows(ctx, side)
  const { missing, different } = compareRows(expected, arrived)
  const lost = missing[0]
  if (lost !== undefined) throw mismatch(`table ${lost.schema}.${lost.name} did not arrive`)
  const off = different[0]
  if (off !== undefined) throw mismatch(`${off.schema}.${off.name} has ${off.actual} rows instead of ${off.expected}`)
  const [odd] = all ? findUnexpectedTables(expected, arrived) : []
  if (odd === undefined) return
  throw mismatch(`its manifest does not know ${odd.schema}.${odd.name}, which has ${odd.rows} rows`)
}

function mismatch(what: string): PgsafeError {
  return new PgsafeError('restore-failed', `the restored copy is not what the backup holds: ${what}`, {
    hint: 'your database was not touched; run pgsafe verify on this backup',
  })
}

/** Owner, grants, settings, limits, comment (fact 5). Returns in plain words what this role may not apply. */
export async function applyProperties(
  ctx: Context,
  maintenance: Database,
  { side, ...wanted }: { readonly side: string } & Omit<WantedProperties, 'database'>,
): Promise<readonly string[]> {
  const { notApplied } = await applyDatabaseProperties(ctx, maintenance, { database: side, ...wanted })
  return notApplied
}
