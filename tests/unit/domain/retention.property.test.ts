import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RetainedBackup, RetentionPolicy, RetentionResult } from '../../../src/domain/retention.ts'
import { applyRetention } from '../../../src/domain/retention.ts'

const dayMs = 86_400_000
const epoch = Date.UTC(2025, 0, 1)

/** Few databases and coarse times, so that ties, shared days and clashes come up all the time. */
const backup: fc.Arbitrary<Omit<RetainedBackup, 'id'>> = fc.record({
  createdAt: fc
    .oneof(
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 0, max: 2000 }).map((quarter) => quarter / 4),
    )
    .map((days) => new Date(epoch + days * dayMs).toISOString()),
  database: fc.record({ systemIdentifier: fc.constantFrom('7', '8'), name: fc.constantFrom('shop', 'blog') }),
  reason: fc.constantFrom('manual', 'guard', 'reset', 'before-restore'),
  pinned: fc.boolean(),
  verification: fc.constantFrom(null, { level: 1, at: '2025-01-01T00:00:00.000Z', by: 'pgsafe' } as const),
})

const catalogue: fc.Arbitrary<RetainedBackup[]> = fc
  .array(backup, { maxLength: 25 })
  .map((backups) =>
    backups.map((each, index) => ({ ...each, pinned: each.pinned && index % 5 === 0, id: `b${String(index)}` })),
  )

const count = fc.integer({ min: 0, max: 6 })
const policy: fc.Arbitrary<RetentionPolicy> = fc.record({
  days: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 1, 30)),
  keepLast: count,
  keepDaily: count,
  keepWeekly: count,
  keepMonthly: count,
})

/** Also clocks that run before every backup, or many years ahead. */
const clock = fc
  .oneof(fc.integer({ min: -100, max: 700 }), fc.constantFrom(-40_000, 100_000))
  .map((days) => new Date(epoch + days * dayMs))

/** The newest of those that satisfy `wanted` and are not from the future, per database. */
function newestPerDatabase(
  backups: readonly RetainedBackup[],
  now: Date,
  wanted: (backup: RetainedBackup) => boolean,
): RetainedBackup[][] {
  const databases = new Map<string, RetainedBackup[]>()
  for (const each of backups.filter((found) => wanted(found) && new Date(found.createdAt) <= now)) {
    const key = `${each.database.systemIdentifier}/${each.database.name}`
    const newest = databases.get(key) ?? []
    const later = newest[0] === undefined ? 1 : Date.parse(each.createdAt) - Date.parse(newest[0].createdAt)
    if (later > 0) databases.set(key, [each])
    if (later === 0) newest.push(each)
  }
  return [...databases.values()]
}

function check(
  holds: (
    input: { all: RetainedBackup[]; policy: RetentionPolicy; now: Date },
    result: RetentionResult<RetainedBackup>,
  ) => void,
) {
  fc.assert(
    fc.property(catalogue, policy, clock, (all, policy, now) =>
      holds({ all, policy, now }, applyRetention(all, policy, now)),
    ),
    { numRuns: 2500 },
  )
}

it('decides about every backup once, each with a reason', () => {
  check(({ all }, { keep, remove }) => {
    const decided = [...keep, ...remove]
    expect(new Set(decided.map(({ backup }) => backup))).toEqual(new Set(all))
    expect(decided).toHaveLength(all.length)
    expect(decided.every(({ reasons }) => reasons.length > 0)).toBe(true)
  })
})

it('removes only what is older than the policy’s age, unpinned, and nothing at all with 0 days', () => {
  let removals = 0
  check(({ policy, now }, { remove }) => {
    removals += remove.length
    for (const { backup } of remove) {
      expect(policy.days).toBeGreaterThan(0)
      expect(now.getTime() - Date.parse(backup.createdAt)).toBeGreaterThan(policy.days * dayMs)
      expect(backup.pinned).toBe(false)
    }
  })
  // Else the catalogues gave it nothing to remove.
  expect(removals).toBeGreaterThan(500)
})

it.each<[string, (backup: RetainedBackup) => boolean]>([
  ['verified backup', ({ verification }) => verification !== null],
  [
    'verified backup that no restore replaced',
    ({ verification, reason }) => verification !== null && reason !== 'before-restore',
  ],
  ['backup made before a destructive command', ({ reason }) => reason === 'guard' || reason === 'reset'],
  [
    'verified backup made before a destructive command',
    ({ verification, reason }) => verification !== null && (reason === 'guard' || reason === 'reset'),
  ],
])('never removes a database’s newest %s', (_, wanted) => {
  check(({ all, now }, { keep }) => {
    const kept = new Set(keep.map(({ backup }) => backup))
    for (const newest of newestPerDatabase(all, now, wanted)) expect(newest.some((each) => kept.has(each))).toBe(true)
  })
})

it('never leaves a database that had backups without any', () => {
  check(({ all }, { keep }) => {
    const databases = (backups: readonly RetainedBackup[]) =>
      new Set(backups.map(({ database }) => JSON.stringify(database)))
    expect(databases(keep.map(({ backup }) => backup))).toEqual(databases(all))
  })
})

it('keeps at least as many good backups as keepLast asks for, while there are that many', () => {
  check(({ all, policy, now }, { keep }) => {
    const good = ({ verification, reason, database, createdAt }: RetainedBackup) =>
      verification !== null &&
      reason !== 'before-restore' &&
      database.name === 'shop' &&
      database.systemIdentifier === '7' &&
      new Date(createdAt) <= now
    const kept = keep.filter(({ backup }) => good(backup)).length
    expect(kept).toBeGreaterThanOrEqual(Math.min(policy.keepLast, all.filter(good).length))
  })
})

it('gives the same answer in whatever order the backups come, and finds nothing more to remove afterwards', () => {
  check(({ all, policy, now }, { keep, remove }) => {
    const ids = (decisions: typeof keep) => decisions.map(({ backup }) => backup.id).sort()
    expect(ids(applyRetention(all.toReversed(), policy, now).remove)).toEqual(ids(remove))
    const again = applyRetention(
      keep.map(({ backup }) => backup),
      policy,
      now,
    )
    expect(ids(again.remove)).toEqual([])
  })
})
