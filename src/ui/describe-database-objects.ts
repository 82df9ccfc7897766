import type { DatabaseObject } from '../domain/database-object.ts'
import { formatCount } from '../domain/format-count.ts'
import { groupBy } from '../domain/group-by.ts'
import { printable } from './printable.ts'

interface Objects {
  readonly objects: readonly Pick<DatabaseObject, 'type' | 'identity'>[]
  readonly largeObjects: number
}

/** Words for what PostgreSQL calls differently than people do. */
const words: Readonly<Record<string, string>> = { server: 'foreign server', 'default acl': 'default privileges' }

/** What stands in no schema, a line for each kind: "3 large objects", "publications news, orders". */
export function describeDatabaseObjects({ objects, largeObjects }: Objects): string[] {
  const kinds = [...groupBy(objects, ({ type }) => type)].map(([type, ofType]) => {
    const word = words[type] ?? type
    const plural = ofType.length === 1 || word.endsWith('s') ? word : `${word}s`
    return `${plural} ${ofType.map(({ identity }) => printable(identity)).join(', ')}`
  })
  return [...(largeObjects === 0 ? [] : [formatCount(largeObjects, 'large object')]), ...kinds]
}
