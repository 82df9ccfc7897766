/** Like Promise.all over `values.map(work)`, but with at most `limit` at work at a time. Results in the values' order. */
export async function mapConcurrently<T, R>(
  values: readonly T[],
  limit: number,
  work: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const queue = values.entries()
  const worker = async () => {
    for (const [index, value] of queue) results[index] = await work(value)
  }
  await Promise.all(Array.from({ length: limit }, worker))
  return results
}
