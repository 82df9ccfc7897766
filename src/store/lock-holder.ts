import { isBackupId } from '../domain/backup-id.ts'
import { PgsafeError } from '../errors.ts'
import type { Liveness, ProcessIdentity } from './process-identity.ts'
import { isProcessIdentity } from './process-identity.ts'
import { readJsonFile } from './read-json-file.ts'

/** The content of a lock file. */
export interface LockHolder extends ProcessIdentity {
  /** What it does, for people: "backup", "restore" … */
  readonly purpose: string
  /** ISO 8601, UTC. */
  readonly since: string
  /** Tells this holding from every other one. */
  readonly token: string
}

/** Who holds the lock in that file; undefined when nobody does. Throws `locked` when the file does not tell. */
export async function readLockHolder(file: string): Promise<LockHolder | undefined> {
  const value = await readLock(file)
  if (value === undefined) return undefined
  const { purpose, since, token } = value
  // The token becomes part of a file's name.
  const complete = typeof purpose === 'string' && typeof since === 'string' && isBackupId(String(token))
  if (complete && isProcessIdentity(value)) return value as unknown as LockHolder
  throw unreadableLock(file)
}

/** The error that names the holder and what can be done. */
export function lockedBy(file: string, holder: LockHolder, liveness: Liveness): PgsafeError {
  const who = `${holder.purpose}, process ${String(holder.pid)} on ${holder.host}, since ${holder.since}`
  const hint =
    liveness === 'elsewhere'
      ? `wait for it to finish; if nothing of pgsafe runs on ${holder.host} any more, delete ${file}`
      : `wait for it to finish, or end process ${String(holder.pid)}`
  return new PgsafeError('locked', `another run is using these backups: ${who}`, { hint })
}

async function readLock(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return await readJsonFile(file)
  } catch (error) {
    throw unreadableLock(file, error)
  }
}

function unreadableLock(file: string, cause?: unknown): PgsafeError {
  return new PgsafeError('locked', `the lock file ${file} does not say who holds it`, {
    hint: 'when no other run of pgsafe is using these backups, delete that file',
    cause,
  })
}
