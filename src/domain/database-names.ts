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

/** Whether a database is one that pgsafe made: not something to offer, list or count as the user's. */
export function isOwnDatabase(name: string): boolean {
  return /^pgsafe_(side|old|snap|verify)_[0-9A-Za-z_-]+$/.test(name)
}
