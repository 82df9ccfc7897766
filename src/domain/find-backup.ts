import { PgsafeError } from '../errors.ts'
import { compareNewestFirst, entryName } from './catalogue-entry.ts'
import type { CatalogueEntry, CataloguedBackup } from './catalogue-entry.ts'
import { sameLineage } from './manifest.ts'
import type { BackupReason, ManifestDatabase } from './manifest.ts'

/** Fewer characters of an id would match by accident. */
const shortestPrefix = 4

/**
 * The entry that `ref` means: a whole id, a name in the store (its manifest's name will do), an entry's absolute path, or
 * at least four first characters of one id. Undefined when nothing fits; throws `no-such-backup` when several do.
 */
export function findBackup(entries: readonly CatalogueEntry[], ref: string): CatalogueEntry | undefined {
  const meanings = [
    (entry: CatalogueEntry) => idOf(entry) === ref,
    (entry: CatalogueEntry) => [ref, ref.replace(/\.json$/, '')].includes(entryName(entry)),
    (entry: CatalogueEntry) => entry.path === ref,
    (entry: CatalogueEntry) => ref.length >= shortestPrefix && (idOf(entry)?.startsWith(ref) ?? false),
  ]
  for (const means of meanings) {
    const found = entries.filter(means)
    if (found.length > 1) throw ambiguous(ref, found)
    if (found[0] !== undefined) return found[0]
  }
  return undefined
}

/** The newest verified backup of this database (lineage), leaving out those made for `excludeReasons`. */
export function newestVerified(
  entries: readonly CatalogueEntry[],
  lineage: Pick<ManifestDatabase, 'systemIdentifier' | 'name'>,
  options: { readonly excludeReasons?: readonly BackupReason[] } = {},
): CataloguedBackup | undefined {
  return entries
    .filter((entry) => entry.kind === 'backup')
    .filter(({ manifest }) => manifest.verification !== null && sameLineage(manifest.database, lineage))
    .filter(({ manifest }) => !(options.excludeReasons ?? []).includes(manifest.reason))
    .sort(compareNewestFirst)[0]
}

function idOf(entry: CatalogueEntry): string | undefined {
  if (entry.kind === 'foreign') return undefined
  return entry.kind === 'backup' ? entry.manifest.id : entry.id
}

function ambiguous(ref: string, found: readonly CatalogueEntry[]): PgsafeError {
  const names = found.map((entry) => `${idOf(entry) ?? '-'} (${entryName(entry)})`).join(', ')
  return new PgsafeError('no-such-backup', `"${ref}" fits ${String(found.length)} backups: ${names}`, {
    hint: 'give the whole id, or the name of the file',
  })
}
