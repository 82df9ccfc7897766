import { compareNewestFirst, type CatalogueEntry, type CataloguedBackup } from './catalogue-entry.ts'
import { sameLineage, totalRows } from './manifest.ts'

/** Fewer rows than this are no fall worth a word. */
const fewestLost = 100

/** Whether `now` is sharply fewer than `then`: not even half, and by at least a hundred. */
export function fellSharply(then: number, now: number): boolean {
  return now * 2 < then && then - now >= fewestLost
}

/**
 * The newest verified backup of the same database, older than `chosen`, that holds sharply more rows: then `chosen` may be one of an
 * emptied database, made by whoever makes backups every night.
 */
export function findRicherBackup(
  entries: readonly CatalogueEntry[],
  { manifest: chosen }: CataloguedBackup,
): CataloguedBackup | undefined {
  const rows = totalRows(chosen.tables)
  return entries
    .filter((entry) => entry.kind === 'backup')
    .filter(({ manifest }) => manifest.verification !== null && sameLineage(manifest.database, chosen.database))
    .filter(({ manifest }) => Date.parse(manifest.createdAt) < Date.parse(chosen.createdAt))
    .sort(compareNewestFirst)
    .find(({ manifest }) => fellSharply(totalRows(manifest.tables), rows))
}
