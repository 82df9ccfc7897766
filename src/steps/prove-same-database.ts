import { userInfo } from 'node:os'
import { fillFromEnvironment } from '../config/libpq-environment.ts'
import type { FoundTarget } from '../domain/command-target/command-target.ts'
import type { TargetProof } from '../domain/command-target/judge-target.ts'
import { parseConnectionUrl } from '../domain/parse-connection-url.ts'
import { type ConnectionParams, describeTarget } from '../domain/target.ts'
import { isPgsafeError, type PgsafeError } from '../errors.ts'
import { type LockProof, proveByAdvisoryLock } from '../postgres/advisory-lock-proof.ts'
import type { Database } from '../postgres/database.ts'
import { withConnection } from '../postgres/open-connection.ts'
import type { Context, Environment } from '../system/context.ts'

interface Question {
  /** The database that is backed up. */
  readonly ours: Database
  readonly theirs: FoundTarget
  /** The command's own environment: PG* variables and passwords count as it sees them. */
  readonly env: Environment
}

/**
 * Connects to the database that a command names, as the command would, and asks both servers whether it is ours. Nothing
 * stays connected. An address that cannot be read or reached is an answer too; throws only what an interruption throws.
 */
export async function proveSameDatabase(ctx: Context, { ours, theirs, env }: Question): Promise<TargetProof> {
  const address = readAddress(theirs, env)
  if ('reason' in address) return { kind: 'unreachable', described: undefined, reason: address.reason }
  const { params, connectTo } = address
  const database = theirs.database ?? connectTo
  const described = describeTarget({ params, database })
  const theirContext: Context = { ...ctx, env }
  try {
    const proof = await withConnection(theirContext, { params, database: connectTo }, (connection) =>
      proveByAdvisoryLock(theirContext, { ours, theirs: { tools: ours.tools, connection }, database }),
    )
    if (proof === 'same') return { kind: 'same', described }
    return { kind: 'different', described, why: whyDifferent(proof, database) }
  } catch (error) {
    if (!isPgsafeError(error) || ctx.signal.aborted) throw error
    return afterFailure(error, described, theirs.database === undefined)
  }
}

/** A database that is not there cannot be the one that is backed up, whichever server it was looked for on. */
function afterFailure(error: PgsafeError, described: string, connectsToIt: boolean): TargetProof {
  if (error.code === 'database-missing' && connectsToIt) {
    return { kind: 'different', described, why: 'there is no such database' }
  }
  return { kind: 'unreachable', described, reason: error.message }
}

function whyDifferent(proof: Exclude<LockProof, 'same'>, database: string): string {
  if (proof === 'other-server') return 'it is on another server, or on a copy of this one'
  return proof === 'missing-database'
    ? 'there is no such database'
    : `"${database}" is another database of the same server`
}

type Address = { readonly params: ConnectionParams; readonly connectTo: string } | { readonly reason: string }

function readAddress({ place }: FoundTarget, env: Environment): Address {
  try {
    const own = 'url' in place ? parseConnectionUrl(place.url).params : place.params
    const params = fillFromEnvironment(own, (name) => (env[name] === '' ? undefined : env[name]))
    // libpq's rule: the role's name stands for the database's, the account's for the role's.
    const connectTo = params['dbname'] ?? env['PGDATABASE'] ?? params['user'] ?? userInfo().username
    return { params, connectTo }
  } catch (error) {
    if (isPgsafeError(error, 'invalid-url')) return { reason: error.message }
    throw error
  }
}
