import type { DatabaseProperties, TableRows } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import { replaceFile } from './atomic-file.ts'
import { withFileErrors } from './file-errors.ts'
import type { Store } from './open-store.ts'
import { isJsonObject, readJsonFile } from './read-json-file.ts'

/** A database that is kept on the server: one that a swap put aside, or a snapshot. */
export interface KeptDatabase {
  /** `pgsafe_old_<id>` or `pgsafe_snap_<id>` */
  readonly name: string
  readonly oid: number
  /** The database's own: while it is kept, ours stands in its place. */
  readonly comment: string | null
  /** Its size when it was put there; null or missing: not known. */
  readonly bytes?: number | null
  /** Only of a snapshot. */
  readonly snapshot?: SnapshotFacts
}

/** What is known of a snapshot only from the time when it was made. */
export interface SnapshotFacts {
  /** What the copy lacks until it is put back. */
  readonly properties: DatabaseProperties
  readonly tables: readonly TableRows[]
}

/** One step that replaced or may have wiped a database, and what brings the state before it back. */
export interface UndoEntry {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly kind: 'guard' | 'restore' | 'reset' | 'undo'
  readonly target: { readonly systemIdentifier: string; readonly name: string }
  /** The backup that was made before it. */
  readonly backupId: string | null
  readonly keptDatabase: KeptDatabase | null
  /** For an undo: the entry that it reversed. */
  readonly reverses: string | null
  /** The step has ended; false while it runs, or when it was interrupted. */
  readonly done: boolean
}

/** What may change after an entry was added. */
export type UndoChanges = Partial<Pick<UndoEntry, 'done' | 'backupId' | 'keptDatabase'>>

/** Oldest first; empty when nothing was ever replaced. Throws `verification-failed` when the file is damaged. */
export async function readUndoChain(store: Store): Promise<UndoEntry[]> {
  const value = await readJsonFile(store.undoFile)
  if (value === undefined) return []
  const { version, entries } = value
  if (version === 1 && Array.isArray(entries) && entries.every(isUndoEntry)) return entries
  throw new PgsafeError(
    'verification-failed',
    `the undo chain ${store.undoFile} cannot be read by this version of pgsafe`,
    {
      hint: 'restore a backup by its id instead (pgsafe list shows them); moving the file away starts a new chain',
    },
  )
}

/** Adds the newest entry. Atomic and durable; needs the store's lock. */
export async function appendUndo(store: Store, entry: UndoEntry): Promise<void> {
  await writeUndoChain(store, [...(await readUndoChain(store)), entry])
}

/** Changes one entry. Throws when there is none with that id. Atomic and durable; needs the store's lock. */
export async function updateUndo(store: Store, id: string, changes: UndoChanges): Promise<void> {
  const entries = await readUndoChain(store)
  if (!entries.some((entry) => entry.id === id)) throw new Error(`the undo chain has no entry ${id}`)
  await writeUndoChain(
    store,
    entries.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry)),
  )
}

async function writeUndoChain(store: Store, entries: readonly UndoEntry[]): Promise<void> {
  await withFileErrors('store-unwritable', `write ${store.undoFile}`, () =>
    replaceFile(store.undoFile, `${JSON.stringify({ version: 1, entries }, null, 2)}\n`),
  )
}

function isUndoEntry(value: unknown): value is UndoEntry {
  if (!isJsonObject(value)) return false
  const { id, at, kind, target, keptDatabase, done } = value
  const texts = [id, at, kind].every((text) => typeof text === 'string')
  return (
    texts && isJsonObject(target) && (keptDatabase === null || isJsonObject(keptDatabase)) && typeof done === 'boolean'
  )
}
