import { compareVersions, type PostgresVersion } from './versions.ts'

export type ClientToolsChoice<T> =
  | { readonly tools: T }
  /** `too-old`: pg_dump refuses a newer server, and `newest` is all there is. */
  | { readonly problem: 'none' | 'too-old'; readonly newest?: T }

/**
 * The client programs for a server: its own major in the highest minor, else the nearest newer major. Of equals the first found.
 */
export function chooseClientTools<T extends PostgresVersion>(
  found: readonly T[],
  serverMajor: number,
): ClientToolsChoice<T> {
  const newestFirst = [...found].sort((a, b) => compareVersions(b.version, a.version))
  const [newest] = newestFirst
  if (newest === undefined) return { problem: 'none' }
  const nearest = newestFirst.findLast(({ major }) => major >= serverMajor)?.major
  const tools = newestFirst.find(({ major }) => major === nearest)
  return tools === undefined ? { problem: 'too-old', newest } : { tools }
}
