import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyKeptRetention, type KeptPolicy } from '../../../src/domain/kept-retention.ts'

const now = new Date('2025-11-20T12:00:00Z')
const lineage = { systemIdentifier: '7', name: 'shop' }
const policy: KeptPolicy = { count: 1, hours: 24, now, running: new Set(), pinned: new Set() }
const step = (id: string, hoursAgo: number, target = lineage) => ({
  id,
  at: new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(),
  target,
  backupId: id === 'pinned' ? 'backup' : null,
  keptDatabase: {},
})
const judge = (steps: ReturnType<typeof step>[], changes: Partial<KeptPolicy> = {}) => {
  const { keep, remove } = applyKeptRetention(steps, { ...policy, ...changes })
  const told = (decisions: typeof keep) =>
    decisions.map((decision) => `${decision.step.id}: ${decision.reasons.join('; ')}`)
  return { keep: told(keep), remove: told(remove) }
}

describe('applyKeptRetention', () => {
  it('keeps the newest and removes the others, oldest first, and says why', () => {
    expect(judge([step('a', 30), step('b', 2), step('c', 1)])).toEqual({
      keep: ['c: not older than 24 hours'],
      remove: ['a: older than 24 hours; only the newest stays', 'b: only the newest stays'],
    })
    expect(judge([step('a', 2)], { count: 0 }).remove).toEqual(['a: none is to stay'])
    expect(judge([step('a', 3), step('b', 2), step('c', 1)], { count: 2 }).remove).toEqual([
      'a: only the newest 2 stay',
    ])
  })

  it('removes also the newest once its hours are over, but not at that very hour', () => {
    expect(judge([step('a', 24)]).remove).toEqual([])
    expect(judge([step('a', 1.01)], { hours: 1 }).remove).toEqual(['a: older than 1 hour'])
  })

  it('never removes what a running command or a pinned backup stands behind', () => {
    const steps = [step('running', 90), step('pinned', 80), step('b', 1)]
    expect(judge(steps, { running: new Set(['running']), pinned: new Set(['backup']) })).toEqual({
      keep: ['b: not older than 24 hours', 'pinned: its backup is pinned', 'running: its command is still running'],
      remove: [],
    })
  })

  it('judges every database by itself, and no step that keeps nothing', () => {
    const steps = [
      step('a', 1),
      step('b', 1, { ...lineage, name: 'other' }),
      step('c', 1, { ...lineage, systemIdentifier: '8' }),
    ]
    expect(judge(steps).remove).toEqual([])
    expect(judge([{ ...step('d', 99), keptDatabase: null as never }])).toEqual({ keep: [], remove: [] })
  })

  it('leaves at most `count`, and never removes a newer one while it keeps an older', () => {
    const ages = fc.uniqueArray(fc.integer({ min: 0, max: 100 }))
    fc.assert(
      fc.property(ages, fc.nat(5), fc.nat(50), (hoursAgo, count, hours) => {
        const { keep, remove } = applyKeptRetention(
          hoursAgo.map((age) => step(String(age), age)),
          { ...policy, count, hours },
        )
        expect(keep.length).toBeLessThanOrEqual(count)
        expect(keep.length + remove.length).toBe(hoursAgo.length)
        for (const stays of keep) for (const goes of remove) expect(goes.step.at < stays.step.at).toBe(true)
      }),
    )
  })
})
