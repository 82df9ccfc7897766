import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RetainedBackup, RetentionPolicy, RetentionResult } from '../../../src/domain/retention.ts'
import { applyRetention } from '../../../src/domain/retention.ts'
import {
  catalogue,
  clock,
  dayMs,
  newestPerDatabase,
  policy,
  protectedKinds,
} from '../../support/retention-arbitraries.ts'

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

it.each(protectedKinds)('never removes a database’s newest %s', (_, wanted) => {
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
