import { readFile } from 'node:fs/promises'
import type { CataloguedBackup } from '../domain/catalogue-entry.ts'
import type { ListedManifest } from '../domain/manifest.ts'
import { replaceFile } from './atomic-file.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import { fromIndexRow, type IndexedManifest, type IndexRow, toIndexRow } from './index-row.ts'
import type { Store } from './open-store.ts'

/** By the backup's name. */
export type CatalogueIndex = ReadonlyMap<string, IndexedManifest>

/** With the version of what follows. */
const firstLine = /^pgsafe catalogue 3 (\d+)$/

/** Empty when there is none, and when it is damaged: what it says can be read again elsewhere. */
export async function readCatalogueIndex(store: Store): Promise<CatalogueIndex> {
  const bytes = (await ifPresent(() => readFile(store.indexFile))) ?? Buffer.alloc(0)
  const end = bytes.indexOf('\n')
  const found = firstLine.exec(bytes.toString('utf8', 0, Math.max(end, 0)))?.[1]
  const content = bytes.subarray(end + 1)
  if (found !== String(checksumOf(content))) return new Map()
  const rows = JSON.parse(content.toString('utf8')) as IndexRow[]
  return new Map(rows.map((row) => [row[0], fromIndexRow(row)]))
}

/** Writes down what a list shows of these backups. Throws `store-unwritable`. */
export async function writeCatalogueIndex(
  store: Store,
  backups: readonly CataloguedBackup<ListedManifest>[],
): Promise<void> {
  const rows = backups.flatMap(({ manifest, stamp }) => (stamp === undefined ? [] : [toIndexRow({ stamp, manifest })]))
  const content = JSON.stringify(rows)
  await withFileErrors('store-unwritable', `write ${store.indexFile}`, () =>
    replaceFile(store.indexFile, `pgsafe catalogue 3 ${String(checksumOf(Buffer.from(content)))}\n${content}`),
  )
}

/**
 * Against decay, not against people: every step is reversible, so no single word can change without the sum changing too. A list
 * would take longer to load a cryptographic hash than it does to read the index.
 */
function checksumOf(content: Uint8Array): number {
  const padded = new Uint8Array(Math.ceil(content.length / 4) * 4)
  padded.set(content)
  return new Int32Array(padded.buffer).reduce((sum, word) => Math.imul(sum ^ word, 0x01000193), content.length) >>> 0
}
