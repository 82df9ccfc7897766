import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isBackupId } from '../domain/backup-id.ts'
import { PgsafeError } from '../errors.ts'
import { replaceFile } from './atomic-file.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import type { Store } from './open-store.ts'
import { currentProcess, isProcessIdentity, livenessOf } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { isJsonObject, readJsonFile } from './read-json-file.ts'
import type { JsonObject } from './read-json-file.ts'

/** What a run is doing to which database, written before each step that a crash must not lose. No secrets. */
export interface JournalFields {
  readonly runId: string
  readonly kind: 'backup' | 'restore' | 'guard' | 'reset' | 'undo' | 'verify'
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly target: { readonly systemIdentifier: string; readonly name: string; readonly described: string }
  readonly phase: string
  /** What recovery needs to know in this phase. JSON. */
  readonly data: JsonObject
}

export interface Journal extends JournalFields, ProcessIdentity {
  readonly version: 1
}

/** A journal that is still there: of a run at work, or of one that died. */
export interface OpenJournal extends Journal {
  /** False only when the process is certainly gone; a run on another host counts as alive. */
  readonly alive: boolean
}

/** Replaces this run's journal as a whole and returns when it is on disk; it now belongs to this process. */
export async function writeJournal(store: Store, fields: JournalFields): Promise<void> {
  const journal: Journal = { version: 1, ...fields, ...(await currentProcess()) }
  const path = journalPath(store, fields.runId)
  await withFileErrors('store-unwritable', `write ${path}`, () => replaceFile(path, `${JSON.stringify(journal)}\n`))
}

/** The run has ended, whatever came of it: nothing is left to recover. */
export async function closeJournal(store: Store, runId: string): Promise<void> {
  const path = journalPath(store, runId)
  await withFileErrors('store-unwritable', `remove ${path}`, () => rm(path, { force: true }))
}

/**
 * Every open journal, oldest first; none when there is no store. Throws `verification-failed` for one that cannot be read:
 * it may be all that is known of a half-done restore.
 */
export async function readJournals(store: Store): Promise<OpenJournal[]> {
  const names = (await ifPresent(() => readdir(store.journalDirectory))) ?? []
  const paths = names.filter((name) => name.endsWith('.json')).map((name) => join(store.journalDirectory, name))
  const journals = await Promise.all(paths.map(readJournal))
  return journals.filter((journal) => journal !== undefined).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
}

async function readJournal(path: string): Promise<OpenJournal | undefined> {
  const value = await readJsonFile(path)
  if (value === undefined) return undefined
  if (!isJournal(value)) {
    throw new PgsafeError('verification-failed', `the journal ${path} cannot be read by this version of pgsafe`, {
      hint: 'use the version of pgsafe that wrote it; or, when no restore was going on, delete the file',
    })
  }
  return { ...value, alive: (await livenessOf(value)) !== 'dead' }
}

function isJournal(value: JsonObject): value is JsonObject & Journal {
  const { version, runId, kind, startedAt, target, phase, data } = value
  const texts = [runId, kind, startedAt, phase].every((text) => typeof text === 'string')
  return version === 1 && texts && isJsonObject(target) && isJsonObject(data) && isProcessIdentity(value)
}

function journalPath(store: Store, runId: string): string {
  if (!isBackupId(runId)) throw new Error(`not a run's id: ${runId}`)
  return join(store.journalDirectory, `${runId}.json`)
}
