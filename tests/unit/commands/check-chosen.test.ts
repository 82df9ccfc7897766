import { describe, expect, it } from 'vitest'
import { assertSameDatabase, missingFrom } from '../../../src/commands/check-chosen.ts'
import type { ChosenBackup } from '../../../src/commands/chosen-backup.ts'
import type { DumpSummary } from '../../../src/dump/dump-summary.ts'
import { manifestWith } from '../ui/screens.fixture.ts'

const table = (schema: string, name: string, rows: number) => ({ schema, name, rows })

const dump = (own: Partial<DumpSummary>): DumpSummary => ({
  tables: [],
  countable: true,
  created: [],
  complete: true,
  refusals: [],
  builds: 0,
  largeObjects: false,
  transactionBlocks: false,
  restricted: false,
  rewritten: [],
  warnings: [],
  ...own,
})

describe('missingFrom', () => {
  const live = [table('public', 'orders', 10), table('public', 'empty', 0), table('audit', 'orders', 5)]

  it('names the tables that a file lacks or holds without their rows, by schema and name', () => {
    const created = [
      { schema: 'public', name: 'orders' },
      { schema: 'public', name: 'empty' },
    ]
    expect(missingFrom(dump({ created }), live)).toEqual([
      'public.orders (without its rows)',
      'audit.orders (not in the file)',
    ])
  })

  it('finds nothing where everything is there', () => {
    const whole = dump({ created: live, tables: live })
    expect(missingFrom(whole, live)).toEqual([])
    expect(missingFrom(dump({}), [])).toEqual([])
  })

  it('does not count the rows of an --inserts dump', () => {
    expect(missingFrom(dump({ created: live, countable: false }), live)).toEqual([])
  })
})

describe('assertSameDatabase', () => {
  const manifest = manifestWith()
  const backup: ChosenBackup = { ...manifest, name: manifest.file, path: '/x', manifest, inStore: true }
  const { name, systemIdentifier } = manifest.database
  const here = { server: { systemIdentifier }, name, explicit: false }

  it('lets the same lineage through, and a file of which nothing is known', () => {
    expect(() => assertSameDatabase(backup, here)).not.toThrow()
    expect(() => assertSameDatabase({ ...backup, manifest: undefined }, { ...here, name: 'x' })).not.toThrow()
  })

  it.each([
    ['another name', { ...here, name: 'other' }, 'is a backup of "rephlo-dev", not of this "other"'],
    ['another server', { ...here, server: { systemIdentifier: '1' } }, 'is from another server'],
  ])('refuses %s, and names both ways out', (_what, destination, words) => {
    expect(() => assertSameDatabase(backup, destination)).toThrow(words)
    expect(() => assertSameDatabase(backup, destination)).toThrow(
      expect.objectContaining({
        code: 'other-database',
        hint: expect.stringMatching(/--force-target.*--to rephlo-dev_copy/),
      }),
    )
    expect(() => assertSameDatabase(backup, { ...destination, explicit: true })).not.toThrow()
  })
})
