import { parseBackupName } from './backup-name.ts'
import { entryName, entryTime, type CatalogueEntry, type CataloguedBackup } from './catalogue-entry.ts'
import { sameLineage } from './manifest.ts'

interface Unusable {
  readonly name: string
  readonly problem: string
}

/** Newer backups of the same database that cannot be used: what comes back instead is older than a person expects. */
export function findUnusableSince(entries: readonly CatalogueEntry[], chosen: CataloguedBackup): Unusable[] {
  return entries.flatMap((entry) => {
    const problem = problemOf(entry)
    return problem !== undefined && isNewer(entry, chosen) && isOfSame(entry, chosen)
      ? [{ name: entryName(entry), problem }]
      : []
  })
}

function problemOf(entry: CatalogueEntry): string | undefined {
  if (entry.kind === 'broken') return entry.problem
  const unverified = entry.kind === 'backup' && entry.manifest.verification === null
  return unverified ? 'it is not verified, or was found damaged' : undefined
}

/** A broken one's time is that of its name, in whole seconds: of two within one second, either may be the newer. */
function isNewer(entry: CatalogueEntry, chosen: CataloguedBackup): boolean {
  const since = entryTime(chosen).getTime()
  const time = entryTime(entry).getTime()
  return entry.kind === 'broken' ? time >= Math.floor(since / 1000) * 1000 : time > since
}

function isOfSame(entry: CatalogueEntry, { manifest: { database } }: CataloguedBackup): boolean {
  if (entry.kind === 'backup') return sameLineage(entry.manifest.database, database)
  return parseBackupName(entry.name)?.database === database.name
}
