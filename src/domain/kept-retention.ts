import { groupBy } from './group-by.ts'

/** A step of the undo chain, as far as retention of kept databases looks at it. */
interface KeepingStep {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly target: { readonly systemIdentifier: string; readonly name: string }
  readonly backupId: string | null
  readonly keptDatabase: object | null
}

export interface KeptPolicy {
  /** How many of a database stay, and for how many hours. */
  readonly count: number
  readonly hours: number
  readonly now: Date
  /** Steps whose command still runs. */
  readonly running: ReadonlySet<string>
  /** The ids of pinned backups. */
  readonly pinned: ReadonlySet<string>
}

/** A step and why the database that it keeps stays or goes, in words. */
export interface KeptDecision<Step> {
  readonly step: Step
  readonly reasons: readonly string[]
}

export interface KeptPlan<Step> {
  readonly keep: readonly KeptDecision<Step>[]
  /** Oldest first. */
  readonly remove: readonly KeptDecision<Step>[]
}

/**
 * Which kept databases and snapshots stay on the server, each database (lineage) judged by itself. What goes may be the only
 * copy of a state: whoever removes it makes a backup of it first.
 */
export function applyKeptRetention<Step extends KeepingStep>(
  steps: readonly Step[],
  policy: KeptPolicy,
): KeptPlan<Step> {
  const keeping = steps.filter(({ keptDatabase }) => keptDatabase !== null)
  const lineages = groupBy(keeping, ({ target }) => JSON.stringify([target.systemIdentifier, target.name]))
  const decisions = [...lineages.values()].flatMap((lineage) => {
    const newestFirst = lineage.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    return newestFirst.map((step, index) => decide(step, index, policy))
  })
  const take = (kept: boolean) =>
    decisions.filter((decision) => decision.kept === kept).map(({ step, reasons }) => ({ step, reasons }))
  return { keep: take(true), remove: take(false).toReversed() }
}

function decide<Step extends KeepingStep>(step: Step, index: number, policy: KeptPolicy) {
  const { count, hours, now, running, pinned } = policy
  const old = Date.parse(step.at) < now.getTime() - hours * 3_600_000
  const protections = [
    ...(running.has(step.id) ? ['its command is still running'] : []),
    ...(step.backupId !== null && pinned.has(step.backupId) ? ['its backup is pinned'] : []),
  ]
  const toGo = [...(old ? [`older than ${formatHours(hours)}`] : []), ...(index >= count ? [formatCount(count)] : [])]
  if (toGo.length > 0 && protections.length === 0) return { step, kept: false, reasons: toGo }
  return { step, kept: true, reasons: protections.length > 0 ? protections : [`not older than ${formatHours(hours)}`] }
}

function formatHours(hours: number): string {
  return hours === 1 ? '1 hour' : `${hours} hours`
}

function formatCount(count: number): string {
  if (count === 0) return 'none is to stay'
  return count === 1 ? 'only the newest stays' : `only the newest ${count} stay`
}
