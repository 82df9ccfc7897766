import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseRetired } from '../../../src/domain/choose-retired.ts'

const now = new Date('2025-11-20T12:00:00Z')
const lineage = { systemIdentifier: '7', name: 'shop' }
const entry = (id: string, hoursAgo: number, target = lineage) => ({
  id,
  at: new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(),
  target,
  keptDatabase: {},
})
const retired = (entries: ReturnType<typeof entry>[], policy = { count: 1, hours: 24 }) =>
  chooseRetired(entries, { ...policy, lineage, now }).map(({ id }) => id)

describe('chooseRetired', () => {
  it('keeps the newest and retires the others, oldest first', () => {
    expect(retired([entry('a', 3), entry('b', 2), entry('c', 1)])).toEqual(['a', 'b'])
  })

  it('retires also the newest once its hours are over, but not at that very hour', () => {
    expect(retired([entry('a', 24)])).toEqual([])
    expect(retired([entry('a', 24.01)])).toEqual(['a'])
  })

  it('looks at no other lineage, and at no entry that keeps nothing', () => {
    const elsewhere = [
      entry('a', 99, { ...lineage, name: 'other' }),
      entry('b', 99, { ...lineage, systemIdentifier: '8' }),
    ]
    expect(retired(elsewhere)).toEqual([])
    const nothing = { ...entry('c', 99), keptDatabase: null }
    expect(chooseRetired([nothing], { count: 0, hours: 0, lineage, now })).toEqual([])
  })

  it('leaves at most `count`, and never retires a newer one while it keeps an older', () => {
    const ages = fc.uniqueArray(fc.integer({ min: 0, max: 100 }))
    fc.assert(
      fc.property(ages, fc.nat(5), fc.nat(50), (hoursAgo, count, hours) => {
        const entries = hoursAgo.map((age) => entry(String(age), age))
        const gone = new Set(retired(entries, { count, hours }))
        const staying = hoursAgo.filter((age) => !gone.has(String(age)))
        expect(staying.length).toBeLessThanOrEqual(count)
        for (const stays of staying) for (const age of gone) expect(Number(age)).toBeGreaterThan(stays)
      }),
    )
  })
})
