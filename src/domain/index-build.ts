/** What a statement builds and locks. */
export interface BuildTarget {
  /** Foreign keys need the keys of the tables that they refer to. */
  readonly kind: 'index' | 'foreign key'
  /** For comparing only. */
  readonly tables: readonly string[]
  /** A constraint locks out everything else on its tables; indexes of one table can be built side by side. */
  readonly exclusive: boolean
}

/** A statement of a dump that builds an index, or checks a foreign key, and depends on no other of its kind. */
export interface IndexBuild extends BuildTarget {
  /** Without a semicolon. */
  readonly sql: string
}

/** The first that need not wait for any of those that run: a session that waits for a lock builds nothing. */
export function nextBuild<Build extends BuildTarget>(
  waiting: readonly Build[],
  running: readonly BuildTarget[],
): Build | undefined {
  return waiting.find((build) => !running.some((other) => inEachOthersWay(build, other)))
}

function inEachOthersWay(one: BuildTarget, other: BuildTarget): boolean {
  return (one.exclusive || other.exclusive) && one.tables.some((table) => other.tables.includes(table))
}
