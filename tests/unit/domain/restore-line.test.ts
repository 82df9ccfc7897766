import { describe, expect, it } from 'vitest'
import { formatRestoreLine } from '../../../src/domain/restore-line.ts'

const usual = {
  backupId: 'x1',
  server: 'same',
  directory: undefined,
  config: undefined,
  url: undefined,
  to: undefined,
} as const

describe('formatRestoreLine', () => {
  it.each([
    [{}, 'pgsafe restore --id x1'],
    [{ server: 'unknown' }, 'pgsafe restore --id x1'],
    [{ server: 'gone' }, 'pgsafe restore --id x1 --force-target'],
    [{ server: 'other' }, 'pgsafe restore --id x1 --force-target'],
    [{ backupId: undefined, server: 'gone' }, 'pgsafe undo'],
    [{ backupId: undefined, to: 'shop copy' }, "pgsafe undo --to 'shop copy'"],
    [{ directory: '/my backups', config: 'a.json' }, "pgsafe restore --id x1 --dir '/my backups' --config a.json"],
  ] as const)('%j: %s', (changes, line) => {
    expect(formatRestoreLine({ ...usual, ...changes })).toBe(line)
  })

  it('repeats the URL that was given, for a database that nothing else names, but never its password', () => {
    const line = formatRestoreLine({ ...usual, url: 'postgresql://ada:s3cret@db/shop?sslmode=require' })
    expect(line).toBe("pgsafe restore --id x1 --url 'postgresql://ada:***@db/shop?sslmode=require'")
  })
})
