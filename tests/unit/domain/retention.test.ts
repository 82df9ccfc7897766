import { describe, expect, it } from 'vitest'
import type { RetainedBackup, RetentionPolicy } from '../../../src/domain/retention.ts'
import { applyRetention } from '../../../src/domain/retention.ts'

const now = new Date('2025-11-20T12:00:00Z')
const verification = { level: 1, at: '2025-01-01T00:00:00.000Z', by: 'pgsafe' } as const
const thirtyDays: RetentionPolicy = { days: 30, keepLast: 0, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 }

/** A verified manual backup that many days old. */
function aged(days: number, changes: Partial<RetainedBackup> = {}): RetainedBackup {
  const createdAt = new Date(now.getTime() - days * 86_400_000).toISOString()
  const database = { systemIdentifier: '7', name: 'shop' }
  return { id: `d${String(days)}`, createdAt, database, reason: 'manual', pinned: false, verification, ...changes }
}

function decide(backups: readonly RetainedBackup[], policy: Partial<RetentionPolicy> = {}) {
  const { keep, remove } = applyRetention(backups, { ...thirtyDays, ...policy }, now)
  const ids = (decisions: typeof keep) => decisions.map(({ backup }) => backup.id)
  const reasons = Object.fromEntries([...keep, ...remove].map(({ backup, reasons }) => [backup.id, reasons]))
  return { kept: ids(keep), removed: ids(remove), reasons }
}

describe('age', () => {
  it('removes what is older than the days, and says so', () => {
    const { kept, removed, reasons } = decide([aged(1), aged(29), aged(30), aged(31), aged(400)])
    expect({ kept, removed }).toEqual({ kept: ['d1', 'd29', 'd30'], removed: ['d31', 'd400'] })
    expect(reasons['d31']).toEqual(['older than 30 days'])
    expect(reasons['d29']).toEqual(['not older than 30 days'])
  })

  it('keeps everything for ever with 0 days', () => {
    expect(decide([aged(1), aged(5000)], { days: 0 }).removed).toEqual([])
  })

  it('keeps a backup from the future, which counts for nothing else', () => {
    const { kept, removed, reasons } = decide([aged(-100), aged(100), aged(200)])
    expect({ kept, removed }).toEqual({ kept: ['d-100', 'd100'], removed: ['d200'] })
    expect(reasons['d-100']).toEqual(['dated in the future'])
    expect(reasons['d100']).toEqual(['newest verified'])
  })

  it('keeps a backup whose date cannot be read', () => {
    expect(decide([aged(1), aged(100, { createdAt: 'yesterday' })]).removed).toEqual([])
  })
})

describe('keep rules', () => {
  const newer = aged(31, { id: 'newer' })

  it('keepLast keeps that many of the newest', () => {
    const { kept, removed } = decide([aged(40), aged(41), aged(42), aged(43)], { keepLast: 3 })
    expect({ kept, removed }).toEqual({ kept: ['d40', 'd41', 'd42'], removed: ['d43'] })
  })

  it('keepDaily keeps the newest of each of the latest days that have a backup', () => {
    const backups = [aged(40), aged(40.2, { id: 'morning' }), aged(45), aged(50)]
    const { removed, reasons } = decide(backups, { keepDaily: 2 })
    expect(removed).toEqual(['morning', 'd50'])
    expect(reasons['d45']).toEqual(['newest of 2025-10-06'])
  })

  it('keepWeekly and keepMonthly do so by ISO week and by month, in UTC', () => {
    const backups = [newer, aged(38), aged(45), aged(70), aged(100)]
    const { kept, reasons } = decide(backups, { keepWeekly: 2, keepMonthly: 3 })
    expect(kept).toEqual(['newer', 'd38', 'd70', 'd100'])
    expect(reasons['d38']).toEqual(['newest of 2025-W42'])
    expect(reasons['d70']).toEqual(['newest of 2025-09'])
  })

  it('counts neither unverified backups nor what a restore replaced', () => {
    const backups = [
      aged(40, { verification: null }),
      aged(41, { reason: 'before-restore' }),
      aged(42),
      aged(43),
      aged(44),
    ]
    expect(decide(backups, { keepLast: 2 }).removed).toEqual(['d40', 'd44'])
  })
})

describe('protection', () => {
  it('keeps the newest verified backup of each database, however old', () => {
    const blog = { systemIdentifier: '7', name: 'blog' }
    const elsewhere = { systemIdentifier: '8', name: 'shop' }
    const backups = [
      aged(100),
      aged(200),
      aged(300, { id: 'blog', database: blog }),
      aged(400, { id: 'elsewhere', database: elsewhere }),
    ]
    expect(decide(backups).removed).toEqual(['d200'])
  })

  it('does not let a newer unverified backup stand for a verified one', () => {
    const { kept, removed, reasons } = decide([aged(50, { verification: null }), aged(100)])
    expect({ kept, removed }).toEqual({ kept: ['d100'], removed: ['d50'] })
    expect(reasons['d50']).toEqual(['older than 30 days', 'never verified'])
  })

  it('does not let what a restore replaced stand for a good one', () => {
    expect(decide([aged(50, { reason: 'before-restore' }), aged(100), aged(200)]).removed).toEqual(['d200'])
  })

  it('keeps the newest of a database that has no verified one', () => {
    const { kept, removed } = decide([aged(50, { verification: null }), aged(60, { verification: null })])
    expect({ kept, removed }).toEqual({ kept: ['d50'], removed: ['d60'] })
  })

  it.each(['guard', 'reset'] as const)('keeps the newest made before a destructive command (%s)', (reason) => {
    const { removed, reasons } = decide([aged(40), aged(100, { reason }), aged(200, { reason })])
    expect(removed).toEqual(['d200'])
    expect(reasons['d100']).toEqual(['newest before a destructive command'])
  })

  it('keeps what something destructive would be undone from for so many days, whatever the age says', () => {
    const made = [aged(5, { reason: 'guard' }), aged(6, { reason: 'before-restore' }), aged(31, { reason: 'reset' })]
    const { removed, reasons } = decide([aged(0), aged(2), ...made], { days: 1, keepDestructiveDays: 30 })
    expect(removed).toEqual(['d2', 'd31'])
    expect(reasons['d6']).toEqual(['from before something destructive, and not older than 30 days'])
  })

  it('keeps what is pinned, for ever', () => {
    expect(decide([aged(1), aged(5000, { pinned: true })]).removed).toEqual([])
  })

  it('gives every reason, not only the first', () => {
    const { reasons } = decide([aged(1, { pinned: true, reason: 'guard' })], { keepLast: 5 })
    expect(reasons['d1']).toEqual([
      'pinned',
      'not older than 30 days',
      'newest verified',
      'newest before a destructive command',
      'one of the last 5',
    ])
  })
})
