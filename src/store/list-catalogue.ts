import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { ListedEntry } from '../domain/catalogue-entry.ts'
import { readEntries } from './catalogue.ts'
import { readCatalogueIndex, type CatalogueIndex } from './catalogue-index.ts'
import { manifestPath } from './manifest-file.ts'
import type { Store } from './open-store.ts'
import { findDifference, readEntry, stampOf } from './read-entry.ts'

/**
 * As readCatalogue, but for showing only: of a manifest whose file has not changed since it was indexed, the index tells what
 * it says. Opening and checking a thousand manifests takes most of a second.
 */
export async function listCatalogue(store: Store): Promise<ListedEntry[]> {
  const index = await readCatalogueIndex(store)
  const read = (name: string) => readEntry(join(store.directory, name))
  return await readEntries<ListedEntry>(store, read, (name) => readIndexed(store, name, index))
}

const ifThere = { throwIfNoEntry: false }

/** Synchronous calls: a thousand times two of them take milliseconds here, and far longer through a thread pool. */
function readIndexed(store: Store, name: string, index: CatalogueIndex): ListedEntry | undefined {
  const indexed = index.get(name)
  if (indexed === undefined) return undefined
  const { manifest, stamp } = indexed
  const path = join(store.directory, name)
  const manifestStats = lstatSync(manifestPath(path), ifThere)
  if (manifestStats === undefined || stampOf(manifestStats) !== stamp) return undefined
  const stats = lstatSync(path, ifThere)
  if (stats === undefined || findDifference(path, { stats, manifest }) !== undefined) return undefined
  return { kind: 'backup', path, manifest }
}
