import { describe, expect, it } from 'vitest'
import type { CatalogueEntry, CataloguedBackup } from '../../../src/domain/catalogue-entry.ts'
import { findBackup, newestVerified } from '../../../src/domain/find-backup.ts'
import type { Manifest } from '../../../src/domain/manifest.ts'

const lineage = { systemIdentifier: '7', name: 'shop' }

function backup(id: string, changes: Partial<Manifest> = {}): CataloguedBackup {
  const manifest = {
    id,
    file: `${id}.sql`,
    createdAt: '2025-11-20T10:00:00.000Z',
    database: lineage,
    reason: 'manual',
    verification: { level: 1, at: '2025-11-20T10:00:00.000Z', by: 'pgsafe' },
    ...changes,
  } as unknown as Manifest
  return { kind: 'backup', path: `/store/${manifest.file}`, manifest }
}

const foreign: CatalogueEntry = {
  kind: 'foreign',
  path: '/store/old.sql.gz',
  name: 'old.sql.gz',
  bytes: 1,
  modifiedAt: new Date('2030-01-01T00:00:00Z'),
  database: undefined,
}

describe('findBackup', () => {
  const one = backup('kabc234567')
  const two = backup('kabc999999')
  const entries = [one, two, foreign]

  it('finds by id, by name, by the manifest’s name and by path', () => {
    for (const ref of ['kabc234567', 'kabc234567.sql', 'kabc234567.sql.json', '/store/kabc234567.sql']) {
      expect(findBackup(entries, ref)).toBe(one)
    }
    expect(findBackup(entries, 'old.sql.gz')).toBe(foreign)
  })

  it('finds a damaged backup by its id too, so that the answer is "damaged" and not "there is none"', () => {
    const broken: CatalogueEntry = {
      kind: 'broken',
      id: 'kxyz123456',
      path: '/store/b.sql',
      name: 'b.sql',
      modifiedAt: new Date(0),
      problem: 'it has 1 bytes instead of 2',
    }
    expect(findBackup([...entries, broken], 'kxyz123456')).toBe(broken)
  })

  it('finds by the first characters of an id when they fit only one, at least four', () => {
    expect(findBackup(entries, 'kabc2')).toBe(one)
    expect(findBackup([one], 'kab')).toBeUndefined()
    expect(findBackup([one], 'kabc')).toBe(one)
  })

  it('refuses a reference that fits several, and names them', () => {
    expect(() => findBackup(entries, 'kabc')).toThrow(/"kabc" fits 2 backups: kabc234567 .* kabc999999/)
  })

  it('prefers a whole id to the beginning of another', () => {
    const short = backup('kabc')
    expect(findBackup([one, short], 'kabc')).toBe(short)
  })

  it('finds nothing for an empty or unknown reference', () => {
    expect(findBackup(entries, '')).toBeUndefined()
    expect(findBackup(entries, 'nothing-like-it')).toBeUndefined()
  })
})

describe('newestVerified', () => {
  it('takes the newest verified backup of this very database', () => {
    const good = backup('good222222')
    const newer = { createdAt: '2025-11-21T10:00:00.000Z' }
    const entries = [
      backup('unverified', { ...newer, verification: null }),
      backup('otherdb222', { ...newer, database: { ...lineage, name: 'blog' } as Manifest['database'] }),
      backup('otherserv2', { ...newer, database: { ...lineage, systemIdentifier: '8' } as Manifest['database'] }),
      backup('replaced22', { ...newer, reason: 'before-restore' }),
      foreign,
      backup('older22222', { createdAt: '2025-11-19T10:00:00.000Z' }),
      good,
    ]
    expect(newestVerified(entries, lineage, { excludeReasons: ['before-restore'] })).toBe(good)
    expect(newestVerified(entries, lineage)?.manifest.id).toBe('replaced22')
  })

  it('takes nothing when there is none', () => {
    expect(newestVerified([foreign], lineage)).toBeUndefined()
  })
})
