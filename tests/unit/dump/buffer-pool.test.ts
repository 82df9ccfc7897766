import { expect, it } from 'vitest'
import { BufferPool } from '../../../src/dump/buffer-pool.ts'

it('gives a buffer again that came back, whole, and never one that is in use', () => {
  const pool = new BufferPool()
  const [first, second] = [pool.take(1000), pool.take(1000)]
  expect(first.buffer).not.toBe(second.buffer)
  pool.giveBack(first.subarray(10, 20))
  const again = pool.take(200_000)
  expect(again.buffer).toBe(first.buffer)
  expect(again.length).toBeGreaterThanOrEqual(200_000)
  expect(pool.take(1).buffer).not.toBe(first.buffer)
})

it('keeps no buffer that is too small for what comes now', () => {
  const pool = new BufferPool()
  const small = pool.take(1)
  pool.giveBack(small)
  const large = pool.take(small.length + 1)
  expect(large.length).toBeGreaterThan(small.length)
  pool.giveBack(large)
  expect(pool.take(1).buffer).toBe(large.buffer)
})
