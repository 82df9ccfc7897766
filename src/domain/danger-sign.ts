export type DangerLevel = 'local' | 'remote' | 'production'

export interface Danger {
  readonly level: DangerLevel
  /** Why it is not local; empty when it is. Each reads on after "because". */
  readonly reasons: readonly string[]
}

/** What a sign is about. Several about the same thing count once: the weightiest. */
export type SignSubject =
  /** How it is reached: `host` names it, `tunnel` is what shows through one, `refused-host` is guard.deny's. */
  | 'host'
  | 'tunnel'
  | 'refused-host'
  /** What the names and this machine say. */
  | 'name'
  | 'environment'
  | 'platform'
  /** What the server says. */
  | 'managed'
  | 'rails'
  | 'clients'
  | 'standbys'
  | 'archive'
  | 'standby'
  /** What a person said, with `pgsafe protect`. */
  | 'mark'
  /** A name that only development uses: the one sign that speaks for a database being unimportant. */
  | 'development-name'

/** One piece of evidence (docs/danger.md lists them all with their points). */
export interface DangerSign {
  readonly about: SignSubject
  readonly points: number
  /** Reads on after "because". */
  readonly reason: string
}

/** One sign of this weight is enough for production. */
export const decisive = 60
/** Alone it makes a target remote, whatever speaks for it. */
const heavy = 40
const remote = 25

/**
 * The verdict of all signs together: a decisive one, or enough others, mean production. A development name outweighs one
 * small sign, never a heavy one. The reasons come weightiest first.
 */
export function weighSigns(signs: readonly DangerSign[]): Danger {
  const perSubject = new Map<SignSubject, number>()
  for (const { about, points } of signs) perSubject.set(about, Math.max(points, perSubject.get(about) ?? points))
  const weights = [...perSubject.values()]
  const sum = weights.reduce((total, points) => total + points, 0)
  const production = sum >= decisive || weights.some((points) => points >= decisive)
  const others = sum >= remote || weights.some((points) => points >= heavy)
  const level = production ? 'production' : others ? 'remote' : 'local'
  return { level, reasons: level === 'local' ? [] : reasonsOf(signs) }
}

function reasonsOf(signs: readonly DangerSign[]): string[] {
  const against = signs.filter(({ points }) => points > 0).sort((a, b) => b.points - a.points)
  return [...new Set(against.map(({ reason }) => reason))]
}
