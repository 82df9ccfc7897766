import type { DatabaseProperties } from '../domain/manifest.ts'
import { findUnapplied, planPropertyChanges, type PropertyChange } from '../domain/property-changes.ts'
import { describeTarget } from '../domain/target.ts'
import { type ErrorCode, isPgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { executeSql } from './psql.ts'
import { readDatabaseProperties } from './read-database-properties.ts'

/** Errors of one statement: no right, a role or provider that is not there. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'insufficient-rights',
  'server-unsuitable',
  'unexpected',
  'database-busy',
])

export interface WantedProperties {
  readonly database: string
  readonly properties: DatabaseProperties
  /** Those that it has, where somebody has read them already. */
  readonly now?: DatabaseProperties
}

/**
 * Makes `database`, freshly created by us, like the one the properties were read from; `at` is connected to another database.
 * What this role may not apply, or names a role that is gone, is returned in plain words and not thrown: the server's own state
 * afterwards decides, not the absence of errors (a GRANT without the right to grant only warns).
 */
export async function applyDatabaseProperties(
  ctx: Context,
  at: SqlEndpoint,
  wanted: WantedProperties,
): Promise<{ notApplied: string[] }> {
  const read = () => readDatabaseProperties(ctx, at, wanted.database)
  const now = wanted.now ?? (await read())
  // Most databases differ in nothing from a new one of the same owner.
  if (findUnapplied(wanted.properties, now).length === 0) return { notApplied: [] }
  const reasons = new Map<string, string>()
  for (const change of planPropertyChanges(wanted.database, wanted.properties)) {
    const reason = await tryToApply(ctx, at, change)
    if (reason !== undefined) reasons.set(change.what, reason)
  }
  const unapplied = findUnapplied(wanted.properties, await read())
  return { notApplied: unapplied.map((what) => (reasons.has(what) ? `${what} (${reasons.get(what)})` : what)) }
}

async function tryToApply(ctx: Context, at: SqlEndpoint, change: PropertyChange): Promise<string | undefined> {
  try {
    await executeSql(ctx, at, change.statements.join(';\n'), { timeoutMs: 30_000 })
    return undefined
  } catch (error) {
    // The server said no to this one; everything else (connection lost, interrupted) ends the run.
    if (isPgsafeError(error) && refusals.has(error.code)) return serverWords(error.message, at)
    throw error
  }
}

/** What stands behind the database's name in the message. */
function serverWords(message: string, at: SqlEndpoint): string {
  const described = describeTarget(at.connection)
  const place = message.indexOf(described)
  return place === -1 ? message : message.slice(place + described.length).replace(/^\)?: /, '')
}
