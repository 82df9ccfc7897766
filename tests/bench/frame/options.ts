const environment = process.env

/** `--quick`: smaller databases, fewer rounds; nothing is written to docs. */
export const quick = environment['PGSAFE_BENCH_QUICK'] === '1'

/** How often each contender runs, after one round that does not count. */
export const roundsOf = { quick: quick ? 3 : 5, slow: quick ? 1 : 3, start: quick ? 7 : 25 } as const

/** Where the parts leave what they measured. */
export const resultsDirectory = environment['PGSAFE_BENCH_RESULTS'] ?? 'bench-results'

/** What this run measures; empty: not said. */
export const chosenParts = (environment['PGSAFE_BENCH_PARTS'] ?? '').split(',').filter((part) => part !== '')

/** The Node.js that pgsafe runs on. */
export const pgsafeNode = process.execPath

/** One that knows zstd (22.15 or newer); undefined: there is none here. */
export const zstdNode = environment['PGSAFE_BENCH_NODE'] ?? (knowsZstd(process.versions.node) ? pgsafeNode : undefined)

function knowsZstd(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 8) || (major === 22 && minor >= 15)
}
