import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { estimateBackupSize, estimateDatabaseSize } from '../../../src/domain/backup-size.ts'
import { freeBytes } from '../../../src/store/disk-space.ts'
import { temporaryDirectory } from './temporary-store.ts'

it('tells what is free where a directory will be created', async () => {
  const directory = await temporaryDirectory()
  const free = await freeBytes(join(directory, 'not', 'yet', 'there'))
  const { bsize, blocks } = await statfs(directory)
  expect(free).toBeGreaterThan(0)
  expect(free).toBeLessThanOrEqual(blocks * bsize)
})

it('expects less of a compressed backup, and never refuses on the likely size', () => {
  const text = estimateBackupSize(1_000_000, { format: 'plain', compression: 'none' })
  const compressed = estimateBackupSize(1_000_000, { format: 'plain', compression: 'gzip' })
  expect(text).toEqual({ likely: 1_000_000, atLeast: 50_000 })
  expect(compressed).toEqual({ likely: 350_000, atLeast: 10_000 })
  expect(estimateBackupSize(1_000_000, { format: 'custom', compression: 'none' })).toEqual(compressed)
})

it('expects a restored database to be as large as one that would make such a backup', () => {
  for (const compression of ['none', 'gzip'] as const) {
    const shape = { format: 'plain', compression } as const
    const { likely } = estimateBackupSize(estimateDatabaseSize(700_000, shape), shape)
    expect(Math.abs(likely - 700_000)).toBeLessThanOrEqual(1)
  }
})
