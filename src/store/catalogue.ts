import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseBackupName } from '../domain/backup-name.ts'
import { sortNewestFirst } from '../domain/catalogue-entry.ts'
import type { CatalogueEntry, ListedEntry } from '../domain/catalogue-entry.ts'
import { mapConcurrently } from '../domain/map-concurrently.ts'
import { isRolesFile } from '../domain/roles-file.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import { removedBackup, waitingFor } from './internal-names.ts'
import type { Store } from './open-store.ts'
import { readEntry } from './read-entry.ts'

/** More gains nothing: Node's file operations run on four threads. */
const concurrency = 16

/**
 * Everything in the store, newest first; empty when there is no store. Reads manifests, names and sizes, never a backup's
 * bytes; takes no lock and changes nothing. A backup that is being published or removed is there as a whole or not at all.
 */
export async function readCatalogue(store: Store): Promise<CatalogueEntry[]> {
  return await readEntries<CatalogueEntry>(store, (name) => readEntry(join(store.directory, name)))
}

/** The same with another way to read one name's entry. */
export async function readEntries<Entry extends ListedEntry>(
  store: Store,
  read: (name: string) => Promise<Entry | undefined>,
  /** What is known of a name without reading it, which is found out while the names are; the others are read. */
  knowing: Promise<(name: string) => Entry | undefined> = Promise.resolve(() => undefined),
): Promise<Entry[]> {
  return await withFileErrors('store-unwritable', `read the backups in ${store.directory}`, async () => {
    const [known, { before, names }] = await Promise.all([knowing, readNames(store)])
    const entries = names.map(known)
    const others = names.flatMap((name, index) => (entries[index] === undefined ? [{ name, index }] : []))
    await mapConcurrently(others, concurrency, async ({ name, index }) => {
      entries[index] = await read(name)
    })
    // A publication seen half-way was announced before, a removal since.
    const unlisted = new Set([...before, ...(await readUnlisted(store))])
    const listed = entries
      .filter((entry) => entry !== undefined)
      .filter((entry) => entry.kind !== 'foreign' || !unlisted.has(entry.name))
    return sortNewestFirst(listed)
  })
}

async function readNames(store: Store): Promise<{ readonly before: string[]; readonly names: string[] }> {
  const before = await readUnlisted(store)
  return { before, names: backupNames(await listDirectory(store.directory)) }
}

/** Every name in the store that may be a backup's; a manifest whose backup is gone counts when its name is one of ours. */
function backupNames(names: readonly string[]): string[] {
  const visible = names.filter((name) => !name.startsWith('.') && !name.endsWith('.partial') && !isRolesFile(name))
  const present = new Set(visible.filter((name) => !name.endsWith('.json')))
  const described = visible
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .filter((name) => !present.has(name) && parseBackupName(name) !== undefined)
  return [...present, ...described]
}

/** Backups between two states (see internal-names.ts). */
async function readUnlisted(store: Store): Promise<string[]> {
  const names = await listDirectory(store.internal)
  return names.map((name) => waitingFor(name) ?? removedBackup(name)).filter((name) => name !== undefined)
}

async function listDirectory(path: string): Promise<string[]> {
  return (await ifPresent(() => readdir(path))) ?? []
}
