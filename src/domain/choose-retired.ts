interface KeepingEntry {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly target: { readonly systemIdentifier: string; readonly name: string }
  readonly keptDatabase: object | null
}

interface KeptPolicy {
  readonly lineage: { readonly systemIdentifier: string; readonly name: string }
  readonly count: number
  readonly hours: number
  readonly now: Date
}

/** The entries of one lineage whose kept databases are too many or too old, oldest first. */
export function chooseRetired<Entry extends KeepingEntry>(entries: readonly Entry[], policy: KeptPolicy): Entry[] {
  const oldest = policy.now.getTime() - policy.hours * 3_600_000
  const ours = entries.filter(
    ({ target, keptDatabase }) =>
      keptDatabase !== null &&
      target.systemIdentifier === policy.lineage.systemIdentifier &&
      target.name === policy.lineage.name,
  )
  const newestFirst = ours.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  return newestFirst.filter(({ at }, index) => index >= policy.count || Date.parse(at) < oldest).toReversed()
}
