import { expect, it } from 'vitest'
import type { BrokenBackup, CataloguedBackup, ForeignBackup } from '../../../src/domain/catalogue-entry.ts'
import { findUnusableSince } from '../../../src/domain/find-unusable-since.ts'
import type { Manifest, Verification } from '../../../src/domain/manifest.ts'

const lineage = { systemIdentifier: '7', name: 'shop' }
const level1: Verification = { level: 1, at: '2025-11-20T10:00:00.500Z', by: 'pgsafe' }

function backup(time: string, verification: Verification | null, database = lineage): CataloguedBackup {
  const createdAt = `2025-11-20T${time}Z`
  const manifest = { file: `${time}.sql`, createdAt, database, verification } as unknown as Manifest
  return { kind: 'backup', path: `/store/${time}.sql`, manifest }
}

function broken(name: string): BrokenBackup {
  return { kind: 'broken', path: `/store/${name}`, name, modifiedAt: new Date(0), problem: 'its file is missing' }
}

const chosen = backup('10:00:00.500', level1)

it('names what is newer, of the same database, and cannot be used', () => {
  const foreign: ForeignBackup = {
    kind: 'foreign',
    path: '/store/x.sql',
    name: 'x.sql',
    bytes: 1,
    modifiedAt: new Date('2026-01-01'),
    database: 'shop',
  }
  const entries = [
    backup('12:00:00.000', null),
    backup('11:30:00.000', level1),
    backup('11:00:00.000', null, { systemIdentifier: '8', name: 'shop' }),
    broken('shop_2025-11-20T10-30-00.sql'),
    broken('other_2025-11-20T10-30-00.sql'),
    foreign,
    chosen,
    backup('09:00:00.000', null),
    broken('shop_2025-11-20T09-00-00.sql'),
  ]
  expect(findUnusableSince(entries, chosen)).toEqual([
    { name: '12:00:00.000.sql', problem: 'it is not verified, or was found damaged' },
    { name: 'shop_2025-11-20T10-30-00.sql', problem: 'its file is missing' },
  ])
})

it('counts a broken one of the same second as newer, as its name tells no more, and an unverified one by its exact time', () => {
  const entries = [broken('shop_2025-11-20T10-00-00.sql'), backup('10:00:00.400', null)]
  expect(findUnusableSince(entries, chosen).map(({ name }) => name)).toEqual(['shop_2025-11-20T10-00-00.sql'])
})
