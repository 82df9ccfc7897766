import { memoryUsage } from 'node:process'
import { expect, it } from 'vitest'
import { releaseMemory } from '../../../src/dump/release-memory.ts'

const megabyte = 1024 * 1024

it('a buffer is empty and its memory free at once', () => {
  const before = memoryUsage().arrayBuffers
  const buffer = Buffer.alloc(64 * megabyte, 1)
  expect(memoryUsage().arrayBuffers - before).toBeGreaterThan(60 * megabyte)
  releaseMemory(buffer.buffer)
  expect(buffer).toHaveLength(0)
  expect(memoryUsage().arrayBuffers - before).toBeLessThan(4 * megabyte)
})

it('what small buffers share stays theirs', () => {
  const [one, other] = [Buffer.from('one'), Buffer.from('other')]
  expect(one.buffer).toBe(other.buffer)
  releaseMemory(one.buffer)
  expect([one, other].map(String)).toEqual(['one', 'other'])
})

it('does so ten thousand times', () => {
  for (let at = 0; at < 10_000; at += 1) {
    const buffer = Buffer.allocUnsafe(64 * 1024)
    releaseMemory(buffer.buffer)
    expect(buffer).toHaveLength(0)
  }
})
