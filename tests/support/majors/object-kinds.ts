import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One kind of thing that a database can hold; `tests/fixtures/object-kinds` makes one or more of each, in this order. */
export interface ObjectKind {
  readonly kind: string
  readonly sql: string
  /** The first major that has it. */
  readonly since: number
}

const heading = /^-- kind: (.+?)(?: \(since (\d+)\))?\n/

function kindsIn(file: string): ObjectKind[] {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures/object-kinds', file), 'utf8')
  return text.split(/^(?=-- kind: )/m).map((section) => {
    const [line = '', kind = '', since = '0'] = heading.exec(section) ?? []
    return { kind, sql: section.slice(line.length), since: Number(since) }
  })
}

/** The roles that the fixture names; an owner must be a member of `owner_b`. */
export const fixtureRolesSql = 'CREATE ROLE owner_b; CREATE ROLE reader; CREATE ROLE stranger'

/** Every kind that a server of this major has: what an owner can make, for a superuser also what only that one can. */
export function objectKinds(major: number, as: 'superuser' | 'owner'): ObjectKind[] {
  const all = [...kindsIn('ordinary.sql'), ...(as === 'superuser' ? kindsIn('superuser.sql') : [])]
  return all.filter(({ since }) => major >= since)
}

/** One script. */
export function objectKindsSql(kinds: readonly ObjectKind[]): string {
  return kinds.map(({ kind, sql }) => `BEGIN; -- ${kind}\n${sql}\nCOMMIT;`).join('\n')
}
