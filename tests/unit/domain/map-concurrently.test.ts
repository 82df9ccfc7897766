import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { mapConcurrently } from '../../../src/domain/map-concurrently.ts'

it('gives the results in the order of the values, with no more at work than allowed', async () => {
  let [atWork, most] = [0, 0]
  const results = await mapConcurrently([5, 1, 4, 2, 3], 2, async (value) => {
    atWork += 1
    most = Math.max(most, atWork)
    await sleep(value)
    atWork -= 1
    return value * 10
  })
  expect(results).toEqual([50, 10, 40, 20, 30])
  expect(most).toBe(2)
})

it('begins nothing after a failure, and throws it when the rest has ended', async () => {
  const [begun, ended]: [number[], number[]] = [[], []]
  const work = mapConcurrently([1, 2, 3, 4], 2, async (value) => {
    begun.push(value)
    if (value === 1) throw new Error('the first')
    await sleep(5)
    ended.push(value)
  })
  await expect(work).rejects.toThrow('the first')
  expect({ begun, ended }).toEqual({ begun: [1, 2], ended: [2] })
})

it('has nothing to do for nothing', async () => {
  expect(await mapConcurrently([], 4, () => Promise.reject(new Error('nobody asked')))).toEqual([])
})
