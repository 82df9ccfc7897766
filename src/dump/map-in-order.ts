/**
 * Runs `work` on several items at once and yields the results in the items' order. No more than `atOnce` are ever under way or
 * waiting, so memory is bounded. Throws what the source or the first work in order throws, once all others have ended.
 */
export async function* mapInOrder<Item, Result>(
  source: AsyncIterable<Item> | Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = []
  try {
    for await (const item of source) {
      const result = work(item)
      // It may fail before its turn has come: that is no unhandled rejection.
      result.catch(() => undefined)
      running.push(result)
      if (running.length >= atOnce) yield await first(running)
    }
    while (running.length > 0) yield await first(running)
  } finally {
    // Left early: what still runs on the thread pool uses memory of ours.
    await Promise.allSettled(running)
  }
}

async function first<Result>(running: Promise<Result>[]): Promise<Result> {
  const result = running.shift()
  if (result === undefined) throw new Error('nothing is running')
  return result
}
