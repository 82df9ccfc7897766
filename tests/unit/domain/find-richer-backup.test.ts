import { describe, expect, it } from 'vitest'
import type { CataloguedBackup } from '../../../src/domain/catalogue-entry.ts'
import { fellSharply, findRicherBackup } from '../../../src/domain/find-richer-backup.ts'
import type { Manifest } from '../../../src/domain/manifest.ts'

const lineage = { systemIdentifier: '7', name: 'shop' }

/** Made on that day of November, with so many rows. */
function backup(day: number, rows: number, changes: Partial<Manifest> = {}): CataloguedBackup {
  const createdAt = `2025-11-${String(day).padStart(2, '0')}T10:00:00.000Z`
  const manifest = {
    id: `of-day-${day}`,
    file: `${day}.sql`,
    createdAt,
    database: lineage,
    reason: 'manual',
    tables: [{ schema: 'public', name: 'orders', rows }],
    verification: { level: 1, at: createdAt, by: 'pgsafe' },
    ...changes,
  } as unknown as Manifest
  return { kind: 'backup', path: `/store/${manifest.file}`, manifest }
}

describe('findRicherBackup', () => {
  it('finds the newest one from before the rows fell, however many backups were made since', () => {
    const chosen = backup(20, 0)
    const entries = [chosen, backup(19, 0), backup(18, 0), backup(17, 29_000), backup(16, 28_000)]
    expect(findRicherBackup(entries, chosen)?.manifest.id).toBe('of-day-17')
  })

  it('is content with what is about as large, and with what is newer', () => {
    const chosen = backup(10, 600)
    expect(findRicherBackup([chosen, backup(9, 1000), backup(8, 1200), backup(11, 9000)], chosen)).toBeUndefined()
  })

  it('asks neither unverified ones nor other databases', () => {
    const chosen = backup(10, 0)
    const other = backup(9, 9000, { database: { ...lineage, name: 'blog' } as Manifest['database'] })
    expect(findRicherBackup([chosen, other, backup(8, 9000, { verification: null })], chosen)).toBeUndefined()
  })
})

it.each([
  [1000, 499, true],
  [1000, 500, false],
  [120, 20, true],
  [119, 20, false],
  [0, 0, false],
  [5, 1000, false],
])('from %i to %i rows: %s', (then, now, sharply) => {
  expect(fellSharply(then, now)).toBe(sharply)
})
