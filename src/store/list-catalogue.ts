import { lstatSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { ListedEntry } from '../domain/catalogue-entry.ts'
import { readEntries } from './catalogue.ts'
import { isPgsafeError } from '../errors.ts'
import { readCatalogueIndex, writeCatalogueIndex, type CatalogueIndex } from './catalogue-index.ts'
import { manifestPath } from './manifest-file.ts'
import { hasStamp } from './manifest-stamp.ts'
import type { Store } from './open-store.ts'
import { findDifference, readEntry } from './read-entry.ts'

/**
 * As readCatalogue, but for showing only: of a manifest whose file has not changed since it was indexed, the index tells what
 * it says. Opening and checking a thousand manifests takes most of a second.
 */
export async function listCatalogue(store: Store): Promise<ListedEntry[]> {
  const indexing = readCatalogueIndex(store)
  const read = (name: string) => readEntry(join(store.directory, name))
  const knowing = indexing.then((index) => (name: string) => readIndexed(store, name, index))
  const entries = await readEntries<ListedEntry>(store, read, knowing)
  await indexForNextTime(store, entries, await indexing)
  return entries
}

/** Fewer are read as quickly as an index is written. */
const worthIndexing = 50

/**
 * Backups are indexed when one is made; where many came another way (copied, or fetched), the next list is to be quick all the
 * same. Without the lock: what an index says of a file that has changed since is not looked at.
 */
async function indexForNextTime(store: Store, entries: readonly ListedEntry[], index: CatalogueIndex): Promise<void> {
  const backups = entries.filter((entry) => entry.kind === 'backup')
  const news = backups.filter(({ manifest }) => index.get(manifest.file)?.manifest !== manifest)
  if (news.length < worthIndexing) return
  try {
    await writeCatalogueIndex(store, backups)
  } catch (error) {
    // A store that others may only read is listed all the same.
    if (!isPgsafeError(error, 'store-unwritable')) throw error
  }
}

const ifThere = { throwIfNoEntry: false }

/** Synchronous calls: a thousand times two of them take milliseconds here, and far longer through a thread pool. */
function readIndexed(store: Store, name: string, index: CatalogueIndex): ListedEntry | undefined {
  const indexed = index.get(name)
  if (indexed === undefined) return undefined
  const { manifest, stamp } = indexed
  // As join() would, in a tenth of its time.
  const path = store.directory + sep + name
  const manifestStats = lstatSync(manifestPath(path), ifThere)
  if (manifestStats === undefined || !hasStamp(manifestStats, stamp)) return undefined
  const stats = lstatSync(path, ifThere)
  if (stats === undefined || findDifference(path, { stats, manifest }) !== undefined) return undefined
  return { kind: 'backup', path, manifest, stamp }
}
