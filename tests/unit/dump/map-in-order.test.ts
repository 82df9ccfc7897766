import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { mapInOrder } from '../../../src/dump/map-in-order.ts'

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield await Promise.resolve(number)
}

it('keeps the order, and no more than so many under way', async () => {
  let running = 0
  let most = 0
  const results: number[] = []
  const work = async (item: number): Promise<number> => {
    running += 1
    most = Math.max(most, running)
    await sleep((item * 7) % 5)
    running -= 1
    return item * 2
  }
  for await (const result of mapInOrder(numbers(20), 3, work)) results.push(result)
  expect(results).toEqual(Array.from({ length: 20 }, (_, item) => item * 2))
  expect(most).toBe(3)
})

it('throws the first failure in order, after all others have ended', async () => {
  let ended = 0
  const work = async (item: number): Promise<number> => {
    await sleep(item === 0 ? 20 : 1)
    ended += 1
    if (item > 0) throw new Error(`item ${item}`)
    return item
  }
  const results: number[] = []
  const all = async () => {
    for await (const result of mapInOrder(numbers(4), 3, work)) results.push(result)
  }
  await expect(all()).rejects.toThrow('item 1')
  expect({ results, ended }).toEqual({ results: [0], ended: 4 })
})

it('closes its source when nobody wants more', async () => {
  let closed = false
  const source = async function* () {
    try {
      yield* numbers(100)
    } finally {
      closed = true
    }
  }
  for await (const _ of mapInOrder(source(), 2, (item) => Promise.resolve(item))) break
  expect(closed).toBe(true)
})
