import { groupBy } from './group-by.ts'
import type { Manifest, ManifestDatabase } from './manifest.ts'
import { formatPeriod } from './period.ts'
import type { Period } from './period.ts'

/** What retention looks at; a manifest is one. */
export interface RetainedBackup extends Pick<Manifest, 'id' | 'createdAt' | 'reason' | 'pinned' | 'verification'> {
  readonly database: Pick<ManifestDatabase, 'systemIdentifier' | 'name'>
}

export interface RetentionPolicy {
  /** 0 keeps for ever. */
  readonly days: number
  readonly keepLast: number
  /** The newest verified backup of each of the N latest UTC days (ISO weeks, months) that have one. */
  readonly keepDaily: number
  readonly keepWeekly: number
  readonly keepMonthly: number
  /** What was made before something destructive stays for so many days, whatever `days` says. */
  readonly keepDestructiveDays?: number
}

/** A backup and why it stays or goes, in words. */
export interface RetentionDecision<B> {
  readonly backup: B
  readonly reasons: readonly string[]
}

export interface RetentionResult<B> {
  readonly keep: readonly RetentionDecision<B>[]
  readonly remove: readonly RetentionDecision<B>[]
}

const dayMs = 86_400_000

/**
 * Which backups stay and which go, and why. One goes only when it is older than the policy's age and neither a keep rule
 * nor a protection names it. Each database (lineage) is judged by itself. Only verified backups count for the rules, so a
 * heap of unverified ones never pushes out the last good one; a backup from the future stays and counts for nothing.
 */
export function applyRetention<B extends RetainedBackup>(
  backups: readonly B[],
  policy: RetentionPolicy,
  now: Date,
): RetentionResult<B> {
  const lineages = groupBy(backups, ({ database }) => JSON.stringify([database.systemIdentifier, database.name]))
  const decisions = [...lineages.values()].flatMap((lineage) => {
    const named = namedByRules(lineage, policy, now)
    return lineage.map((backup) => {
      const reasons = [...reasonsOfItsOwn(backup, policy, now), ...(named.get(backup) ?? [])]
      return { backup, kept: reasons.length > 0, reasons: reasons.length > 0 ? reasons : reasonsToGo(backup, policy) }
    })
  })
  const take = (kept: boolean) =>
    decisions.filter((decision) => decision.kept === kept).map(({ backup, reasons }) => ({ backup, reasons }))
  return { keep: take(true), remove: take(false) }
}

function reasonsOfItsOwn(backup: RetainedBackup, policy: RetentionPolicy, now: Date): string[] {
  const age = now.getTime() - Date.parse(backup.createdAt)
  const reasons = backup.pinned ? ['pinned'] : []
  if (age < 0) reasons.push('dated in the future')
  else if (Number.isNaN(age)) reasons.push('its date cannot be read')
  else if (!(policy.days > 0)) reasons.push('retention is off (0 days)')
  else if (age <= policy.days * dayMs) reasons.push(`not older than ${formatDays(policy.days)}`)
  const { keepDestructiveDays = 0 } = policy
  if (backup.reason !== 'manual' && age <= keepDestructiveDays * dayMs) {
    reasons.push(`from before something destructive, and not older than ${formatDays(keepDestructiveDays)}`)
  }
  return reasons
}

function reasonsToGo(backup: RetainedBackup, policy: RetentionPolicy): string[] {
  return [`older than ${formatDays(policy.days)}`, ...(backup.verification === null ? ['never verified'] : [])]
}

function formatDays(days: number): string {
  return days === 1 ? '1 day' : `${String(days)} days`
}

/** A protection or a keep rule: the backups that it names, and its name. */
interface Naming<B> {
  readonly backups: readonly B[]
  readonly rule: (backup: B) => string
}

/** Every backup of one lineage that a protection or a keep rule names, with the names of those rules. */
function namedByRules<B extends RetainedBackup>(
  lineage: readonly B[],
  policy: RetentionPolicy,
  now: Date,
): ReadonlyMap<B, readonly string[]> {
  const past = lineage.filter(({ createdAt }) => Date.parse(createdAt) <= now.getTime()).sort(newestFirst)
  const named = new Map<B, string[]>()
  for (const { backups, rule } of [...protections(past), ...keepRules(past, policy)]) {
    for (const backup of new Set(backups)) named.set(backup, [...(named.get(backup) ?? []), rule(backup)])
  }
  return named
}

/** What no policy can take away. `past` is newest first. */
function protections<B extends RetainedBackup>(past: readonly B[]): Naming<B>[] {
  const verified = past.filter(isVerified)
  const destructive = ({ reason }: B) => reason === 'guard' || reason === 'reset'
  return [
    { backups: [...newest(verified), ...newest(past.filter(isGood))], rule: () => 'newest verified' },
    { backups: verified.length > 0 ? [] : newest(past), rule: () => 'newest, and none is verified' },
    {
      backups: [...newest(past.filter(destructive)), ...newest(verified.filter(destructive))],
      rule: () => 'newest before a destructive command',
    },
  ]
}

/** `past` is newest first. */
function keepRules<B extends RetainedBackup>(past: readonly B[], policy: RetentionPolicy): Naming<B>[] {
  const good = past.filter(isGood)
  const each = (period: Period, count: number): Naming<B> => ({
    backups: newestOfEach(good, period, count),
    rule: (backup) => `newest of ${periodOf(backup, period)}`,
  })
  const last = good.slice(0, Math.max(0, policy.keepLast))
  return [
    { backups: last, rule: () => `one of the last ${String(policy.keepLast)}` },
    each('day', policy.keepDaily),
    each('week', policy.keepWeekly),
    each('month', policy.keepMonthly),
  ]
}

function isVerified({ verification }: RetainedBackup): boolean {
  return verification !== null
}

/** What a restore replaced is a state somebody wanted rid of: it must not take the place of a good one. */
function isGood(backup: RetainedBackup): boolean {
  return isVerified(backup) && backup.reason !== 'before-restore'
}

function newest<B>(newestFirst: readonly B[]): readonly B[] {
  return newestFirst.slice(0, 1)
}

/** `backups` newest first: the first of each of the `count` latest periods. */
function newestOfEach<B extends RetainedBackup>(backups: readonly B[], period: Period, count: number): B[] {
  const groups = groupBy(backups, (backup) => periodOf(backup, period))
  return [...groups.values()].slice(0, Math.max(0, count)).flatMap((group) => group.slice(0, 1))
}

function periodOf(backup: RetainedBackup, period: Period): string {
  return formatPeriod(new Date(backup.createdAt), period)
}

function newestFirst(a: RetainedBackup, b: RetainedBackup): number {
  const later = Date.parse(b.createdAt) - Date.parse(a.createdAt)
  if (later !== 0) return later
  return a.id < b.id ? 1 : -1
}
