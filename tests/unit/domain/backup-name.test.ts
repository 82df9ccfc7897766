import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBackupName, parseBackupName } from '../../../src/domain/backup-name.ts'
import type { BackupName } from '../../../src/domain/backup-name.ts'

const createdAt = new Date('2025-11-20T10:35:00.789Z')
const plain = { createdAt, format: 'plain', compression: 'none' } as const

describe('formatBackupName', () => {
  it.each([
    ['plain', 'none', 'rephlo-dev_2025-11-20T10-35-00.sql'],
    ['plain', 'gzip', 'rephlo-dev_2025-11-20T10-35-00.sql.gz'],
    ['plain', 'zstd', 'rephlo-dev_2025-11-20T10-35-00.sql.zst'],
    ['custom', 'gzip', 'rephlo-dev_2025-11-20T10-35-00.dump'],
    ['directory', 'zstd', 'rephlo-dev_2025-11-20T10-35-00.dir'],
  ] as const)('names a %s backup with compression %s %s', (format, compression, name) => {
    expect(formatBackupName({ database: 'rephlo-dev', createdAt, format, compression })).toBe(name)
  })

  it('puts a counter after the timestamp', () => {
    expect(formatBackupName({ ...plain, database: 'app', counter: 2 })).toBe('app_2025-11-20T10-35-00-2.sql')
  })

  it.each([
    ['my db', 'my%20db'],
    ['../etc/passwd', '%2E.%2Fetc%2Fpasswd'],
    ['.hidden', '%2Ehidden'],
    ['-rf', '%2Drf'],
    ['100%', '100%25'],
    ['a"b\'c\\d:e', 'a%22b%27c%5Cd%3Ae'],
    ['naïve 🐘', 'na%C3%AFve%20%F0%9F%90%98'],
    ['line\nbreak', 'line%0Abreak'],
    ['con.x', '%63on.x'],
    ['NUL.', '%4EUL.'],
    ['com1.backup', '%63om1.backup'],
    ['console.x', 'console.x'],
    ['con', 'con'],
  ])('writes the database name %j as %s', (database, written) => {
    expect(formatBackupName({ ...plain, database })).toBe(`${written}_2025-11-20T10-35-00.sql`)
  })

  it('fits the longest name of PostgreSQL, wholly encoded, with everything we append, in 255 bytes', () => {
    const name = formatBackupName({ ...plain, compression: 'zstd', database: '"'.repeat(63), counter: 9999 })
    expect(`${name}.json.0123456789.partial`.length).toBeLessThanOrEqual(255)
  })

  it('refuses a name that no file can carry', () => {
    expect(() => formatBackupName({ ...plain, database: '"'.repeat(80) })).toThrow(/no file name can be made/)
    expect(() => formatBackupName({ ...plain, database: '' })).toThrow(/no file name can be made/)
  })
})

describe('parseBackupName', () => {
  it('reads what older scripts of the same habit wrote', () => {
    expect(parseBackupName('rephlo-dev_2025-11-20T10-30-00.sql.gz')).toEqual({
      database: 'rephlo-dev',
      createdAt: new Date('2025-11-20T10:30:00Z'),
      format: 'plain',
      compression: 'gzip',
      counter: 0,
    })
  })

  it.each([
    'readme.txt',
    'app.sql',
    '_2025-11-20T10-35-00.sql',
    'app_2025-13-20T10-35-00.sql',
    'app_2025-02-30T10-35-00.sql',
    'app_2025-11-20T24-00-00.sql',
    'app_2025-11-20T10-35-00-0.sql',
    'app_2025-11-20T10-35-00-01.sql',
    'app_2025-11-20T10-35-00.sql.bz2',
    'app_2025-11-20T10-35-00.sql.gz.json',
    'my db_2025-11-20T10-35-00.sql',
    'a%2e_2025-11-20T10-35-00.sql',
    'a%61_2025-11-20T10-35-00.sql',
    'a%FF_2025-11-20T10-35-00.sql',
    'a%_2025-11-20T10-35-00.sql',
    '.a_2025-11-20T10-35-00.sql',
    'con.x_2025-11-20T10-35-00.sql',
  ])('does not take %s for a name of ours', (name) => {
    expect(parseBackupName(name)).toBeUndefined()
  })
})

const second = fc
  .integer({ min: Date.UTC(1970, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 })
  .map((seconds) => new Date(seconds * 1000))

/** At most 63 bytes of UTF-8, as in PostgreSQL, and often made of what could be mistaken for the rest of a name. */
const databaseName = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 63 }),
    fc.array(fc.constantFrom('_', '-', '.', '%', '1', 'sql', '.sql.gz', '_2025-11-20T10-35-00', '-1', 'con.', 'é'), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map((parts) => (typeof parts === 'string' ? parts : parts.join('')))
  .filter((name) => !/\p{Surrogate}/u.test(name) && new TextEncoder().encode(name).length <= 63)

const backupName: fc.Arbitrary<BackupName> = fc
  .record({
    database: databaseName,
    createdAt: second,
    shape: fc.constantFrom(
      { format: 'plain', compression: 'none' },
      { format: 'plain', compression: 'gzip' },
      { format: 'plain', compression: 'zstd' },
      { format: 'custom', compression: 'none' },
      { format: 'directory', compression: 'none' },
    ),
    counter: fc.nat({ max: 9999 }),
  })
  .map(({ shape, ...rest }) => ({ ...rest, ...shape }))

it('reads every name back exactly, and writes only safe characters', () => {
  fc.assert(
    fc.property(backupName, (parts) => {
      const name = formatBackupName(parts)
      expect(parseBackupName(name)).toEqual(parts)
      expect(name).toMatch(/^[A-Za-z0-9_%][A-Za-z0-9_.%-]*$/)
      expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./i)
    }),
    { numRuns: 5000 },
  )
})

it('parses only what it would write', () => {
  const nearly = fc
    .tuple(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      second,
      fc.constantFrom('', '-1', '-x'),
      fc.string({ maxLength: 4 }),
    )
    .map(
      ([database, at, counter, rest]) =>
        `${database}_${at.toISOString().slice(0, 19).replaceAll(':', '-')}${counter}.sql${rest}`,
    )
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string()), (name) => {
      const parsed = parseBackupName(name)
      expect(parsed === undefined ? name : formatBackupName(parsed)).toBe(name)
    }),
    { numRuns: 5000 },
  )
})
