/** A version as PostgreSQL's programs and servers print it. */
export interface PostgresVersion {
  readonly major: number
  /** "15.18", "18beta1", "9.6.24" */
  readonly version: string
}

/** Finds the version in "pg_dump (PostgreSQL) 15.18 (Debian …)", "18beta1" or a server's server_version. */
export function parseVersion(text: string): PostgresVersion | undefined {
  const match = /(?:^|[\s(])(\d+)((?:\.\d+)*(?:(?:devel|alpha|beta|rc)\d*)?)(?=$|[\s,)+-])/.exec(text)
  if (match?.[1] === undefined) return undefined
  return { major: Number(match[1]), version: `${match[1]}${match[2] ?? ''}` }
}

/** Negative when `a` is older than `b`, 0 when they are the same. Before a release come its devel, alpha, beta and rc versions. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [sortKey(a), sortKey(b)]
  const differing = left.findIndex((part, index) => part !== right[index])
  return differing < 0 ? 0 : (left[differing] ?? 0) - (right[differing] ?? 0)
}

const preReleases = ['devel', 'alpha', 'beta', 'rc']

/** "15.18" is [15, 18, 0, 0], "18beta1" [18, 0, 0, -1999]: a pre-release sorts below the plain 18, which is [18, 0, 0, 0]. */
function sortKey(version: string): number[] {
  const [, first = '0', second = '0', third = '0', stage, count = '0'] =
    /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(devel|alpha|beta|rc)?(\d*)/.exec(version) ?? []
  const below = stage === undefined ? 0 : (preReleases.indexOf(stage) - preReleases.length) * 1000 + Number(count)
  return [Number(first), Number(second), Number(third), below]
}

/** pg_dump compresses its archives itself, with zstd since this major. */
export const firstMajorWithZstd = 16

/** The first minor versions without the holes that a hostile server or dump can use (CVE-2026-6477, CVE-2026-18408). */
const fixedMinor: readonly (readonly [major: number, fixed: string])[] = [
  [14, '14.24'],
  [15, '15.19'],
  [16, '16.15'],
  [17, '17.11'],
  [18, '18.6'],
]

/** The version to update client programs to when `version` has known holes; undefined when it has none that we know of. */
export function fixedClientVersion(version: string): string | undefined {
  const { major } = parseVersion(version) ?? {}
  if (major === undefined) return undefined
  // Majors before the first of the table get no more fixes: the oldest safe one is the nearest way out.
  const fixed = fixedMinor.find(([supported]) => supported >= major)?.[1]
  return fixed !== undefined && compareVersions(version, fixed) < 0 ? fixed : undefined
}
