interface KeepingEntry<Kept> {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly target: { readonly systemIdentifier: string; readonly name: string }
  readonly keptDatabase: Kept | null
}

interface KeptPolicy {
  readonly lineage: { readonly systemIdentifier: string; readonly name: string }
  readonly count: number
  readonly hours: number
  readonly now: Date
}

/** The kept databases of one lineage that are too many or too old, oldest first. The newest within its hours always stays. */
export function chooseRetired<Kept>(entries: readonly KeepingEntry<Kept>[], policy: KeptPolicy): Kept[] {
  const oldest = policy.now.getTime() - policy.hours * 3_600_000
  const ours = entries.filter(
    ({ target, keptDatabase }) =>
      keptDatabase !== null &&
      target.systemIdentifier === policy.lineage.systemIdentifier &&
      target.name === policy.lineage.name,
  )
  const newestFirst = ours.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  const retired = newestFirst.filter(({ at }, index) => index >= policy.count || Date.parse(at) < oldest)
  return retired.toReversed().flatMap(({ keptDatabase }) => (keptDatabase === null ? [] : [keptDatabase]))
}
