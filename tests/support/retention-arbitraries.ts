import * as fc from 'fast-check'
import type { RetainedBackup, RetentionPolicy } from '../../src/domain/retention.ts'

export const dayMs = 86_400_000
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

/** Backups of up to four databases; every fifth may be pinned. */
export const catalogue: fc.Arbitrary<RetainedBackup[]> = fc
  .array(backup, { maxLength: 25 })
  .map((backups) =>
    backups.map((each, index) => ({ ...each, pinned: each.pinned && index % 5 === 0, id: `b${String(index)}` })),
  )

const count = fc.integer({ min: 0, max: 6 })

export const policy: fc.Arbitrary<RetentionPolicy> = fc.record({
  days: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 1, 30)),
  keepLast: count,
  keepDaily: count,
  keepWeekly: count,
  keepMonthly: count,
})

/** Also clocks that run before every backup, or many years ahead. */
export const clock: fc.Arbitrary<Date> = fc
  .oneof(fc.integer({ min: -100, max: 700 }), fc.constantFrom(-40_000, 100_000))
  .map((days) => new Date(epoch + days * dayMs))

/** What no policy may take away: of each database, the newest for which this holds. */
export const protectedKinds: readonly (readonly [string, (backup: RetainedBackup) => boolean])[] = [
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
]

/** The newest of those that satisfy `wanted` and are not from the future, per database; several where they are of one time. */
export function newestPerDatabase(
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
