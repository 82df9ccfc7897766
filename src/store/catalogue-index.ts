import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { CataloguedBackup } from '../domain/catalogue-entry.ts'
import type { ListedManifest } from '../domain/manifest.ts'
import { replaceFile } from './atomic-file.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'
import type { Store } from './open-store.ts'

/** What a list shows of a manifest, and which state of its file that was. */
export interface IndexedManifest {
  readonly stamp: string
  readonly manifest: ListedManifest
}

/** By the backup's name. */
export type CatalogueIndex = ReadonlyMap<string, IndexedManifest>

/** With the version of what follows. */
const firstLine = /^pgsafe catalogue 1 ([0-9a-f]{64})$/

/** Empty when there is none, and when it is damaged: what it says can be read again elsewhere. */
export async function readCatalogueIndex(store: Store): Promise<CatalogueIndex> {
  const text = (await ifPresent(() => readFile(store.indexFile, 'utf8'))) ?? ''
  const end = text.indexOf('\n')
  const hash = firstLine.exec(text.slice(0, end))?.[1]
  const content = text.slice(end + 1)
  if (hash === undefined || hash !== hashOf(content)) return new Map()
  return new Map(JSON.parse(content) as [string, IndexedManifest][])
}

/** Writes down what a list shows of these backups. Throws `store-unwritable`. */
export async function writeCatalogueIndex(
  store: Store,
  backups: readonly CataloguedBackup<ListedManifest>[],
): Promise<void> {
  const indexed = backups.flatMap(({ manifest, stamp }): [string, IndexedManifest][] =>
    stamp === undefined ? [] : [[manifest.file, { stamp, manifest: listed(manifest) }]],
  )
  const content = JSON.stringify(indexed)
  await withFileErrors('store-unwritable', `write ${store.indexFile}`, () =>
    replaceFile(store.indexFile, `pgsafe catalogue 1 ${hashOf(content)}\n${content}`),
  )
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Without what makes manifests large: names of tables, properties, checksums. */
function listed(manifest: ListedManifest): ListedManifest {
  const { id, file, bytes, createdAt, reason, command, label, pinned, verification, warnings, roles } = manifest
  const shown = { id, file, bytes, createdAt, reason, command, label, pinned, verification, warnings, roles }
  return {
    ...shown,
    database: { name: manifest.database.name },
    tables: manifest.tables.map(({ rows }) => ({ rows })),
    files: manifest.files?.map(({ name, bytes: size }) => ({ name, bytes: size })) ?? null,
  }
}
