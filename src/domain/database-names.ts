/**
 * Our own databases (fact 8): a suffix on a 58-byte name would be cut at 63 bytes without a word, so they are called by
 * the run's id and the original name stands in the journal and the undo chain.
 */
export function sideDatabaseName(runId: string): string {
  return `pgsafe_side_${runId}`
}

/** What a swap replaced, kept for undo. */
export function keptDatabaseName(runId: string): string {
  return `pgsafe_old_${runId}`
}

/** Where a backup is proven by restoring it; nobody else uses it. */
export function scratchDatabaseName(runId: string): string {
  return `pgsafe_verify_${runId}`
}

/** A copy of the target, made before a destructive command. */
export function snapshotDatabaseName(runId: string): string {
  return `pgsafe_snap_${runId}`
}

/** The id of the run that was building the database of that name; undefined for every other database. */
export function buildingRunOf(name: string): string | undefined {
  return /^pgsafe_(?:side|verify)_([0-9A-Za-z_-]+)$/.exec(name)?.[1]
}

/** Whether a database is one that pgsafe made: not something to offer, list or count as the user's. */
export function isOwnDatabase(name: string): boolean {
  return /^pgsafe_(side|old|snap|verify)_[0-9A-Za-z_-]+$/.test(name)
}
