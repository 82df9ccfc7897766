import { describe, expect, it } from 'vitest'
import { keptStyle } from '../../../src/commands/kept-style.ts'
import type { BackupFormat, Compression } from '../../../src/domain/manifest.ts'
import { hasZstd } from '../../../src/dump/zstd-support.ts'

function styleOf(configured: { format?: BackupFormat; compression?: Compression }, major = 18) {
  const { format = 'plain', compression = 'none' } = configured
  const settings = { format: { value: format, source: 'x' }, compression: { value: compression, source: 'x' } }
  // Only what it looks at.
  return keptStyle({ settings } as Parameters<typeof keptStyle>[0], { major } as Parameters<typeof keptStyle>[1])
}

describe('the backup before a destructive command', () => {
  it('is compressed plain SQL unless something else is configured', () => {
    expect(styleOf({})).toEqual({ format: 'plain', compression: 'gzip' })
    expect(styleOf({ compression: 'none' })).toEqual({ format: 'plain', compression: 'gzip' })
  })

  it('has the configured format', () => {
    expect(styleOf({ format: 'directory' })).toEqual({ format: 'directory', compression: 'gzip' })
  })

  it('takes zstd where it is configured and possible, else gzip: a missing zstd must not stop a guard', () => {
    expect(styleOf({ compression: 'zstd' }).compression).toBe(hasZstd() ? 'zstd' : 'gzip')
    expect(styleOf({ format: 'custom', compression: 'zstd' }, 16).compression).toBe('zstd')
    expect(styleOf({ format: 'custom', compression: 'zstd' }, 15).compression).toBe('gzip')
  })
})
