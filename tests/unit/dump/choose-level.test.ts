import { expect, it } from 'vitest'
import { chooseLevel } from '../../../src/dump/choose-level.ts'

const levels = { quick: [1, 2], reference: 6, tolerance: 1.02 }

/** Compresses to the sizes that it is told. */
const sizes = (bytes: Record<number, number>) => (_: Buffer, level: number) =>
  Promise.resolve(Buffer.alloc(bytes[level] ?? 0))

it.each([
  ['the quickest, where it costs hardly any space', { 1: 102, 2: 101, 6: 100 }, 1],
  ['the next one', { 1: 103, 2: 102, 6: 100 }, 2],
  ['the reference, where all others are much larger', { 1: 130, 2: 120, 6: 100 }, 6],
])('%s', async (_, bytes, level) => {
  expect(await chooseLevel(Buffer.alloc(10), levels, sizes(bytes))).toBe(level)
})

it.each([
  ['one quicker than before, when that has become enough', 4, { 2: 101, 4: 100, 6: 100 }, 2, [6, 2]],
  ['the same as before', 4, { 2: 130, 4: 101, 6: 100 }, 4, [6, 2, 4]],
  ['a slower one, when data has changed', 2, { 1: 130, 2: 120, 4: 101, 6: 100 }, 4, [6, 1, 2, 4]],
  ['none slower than the reference', 6, { 4: 130, 6: 100 }, 6, [6, 4]],
])('%s, without trying all', async (_, before, bytes, level, tried) => {
  const seen: number[] = []
  const compress = (sample: Buffer, one: number) => {
    seen.push(one)
    return sizes(bytes)(sample, one)
  }
  const chosen = await chooseLevel(Buffer.alloc(10), { ...levels, quick: [1, 2, 4], before }, compress)
  expect([chosen, seen]).toEqual([level, tried])
})

it('looks at a part from the middle', async () => {
  const block = Buffer.alloc(1024 * 1024, 'x')
  block.fill('m', block.length / 2 - 1000, block.length / 2 + 1000)
  const seen: Buffer[] = []
  await chooseLevel(block, levels, (sample) => {
    seen.push(sample)
    return Promise.resolve(sample)
  })
  expect(seen[0]?.length).toBeLessThan(200_000)
  expect(seen[0]?.includes('m')).toBe(true)
})
