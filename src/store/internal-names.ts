import { basename, dirname, join } from 'node:path'
import { newId } from './new-id.ts'
import type { Store } from './open-store.ts'

/**
 * The names that hold a backup's state while it is on its way into the store or out of it. Everything of one backup X:
 *   X.<id>.partial        being written
 *   X.json.<id>.partial   its manifest, complete, waiting until X has its name
 *   X.json.trash, X.trash being removed
 * While X has no manifest, one of the last two kinds says that X is no foreign file: it is not listed at all.
 */
const waiting = /^(.+)\.json\.[0-9a-z]{10}\.partial$/
const trashed = /^(.+)\.json\.trash$/

export function partialPath(directory: string, name: string): string {
  return join(directory, `${name}.${newId()}.partial`)
}

/** Beside the partial file that it describes; `name` is the one that the backup is about to get. */
export function waitingManifestPath(partial: string, name: string): string {
  return partialPath(dirname(partial), `${basename(name)}.json`)
}

export function trashPaths(store: Store, name: string): { readonly manifest: string; readonly backup: string } {
  return { manifest: join(store.internal, `${name}.json.trash`), backup: join(store.internal, `${name}.trash`) }
}

/** The backup that a waiting manifest belongs to. */
export function waitingFor(internalName: string): string | undefined {
  return waiting.exec(internalName)?.[1]
}

/** The backup whose removal was begun. */
export function removedBackup(internalName: string): string | undefined {
  return trashed.exec(internalName)?.[1]
}
