/**
 * Like Promise.all over `values.map(work)`, but with at most `limit` at work at a time. Results in the values' order. After a
 * failure no other work is begun, and it is thrown once what was under way has ended.
 */
export async function mapConcurrently<T, R>(
  values: readonly T[],
  limit: number,
  work: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const failures: unknown[] = []
  const queue = values.entries()
  const worker = async () => {
    for (const [index, value] of queue) {
      try {
        results[index] = await work(value)
      } catch (error) {
        failures.push(error)
      }
      if (failures.length > 0) return
    }
  }
  await Promise.all(Array.from({ length: limit }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}
