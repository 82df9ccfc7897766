/** One object as a dump tells it: a table, an index, a function, a grant … with every statement that makes it. */
export interface SchemaObject {
  /** pg_dump's word for it, in capitals: TABLE, INDEX, FK CONSTRAINT, FUNCTION, ACL … */
  readonly type: string
  /** null: it stands in no schema. */
  readonly schema: string | null
  /** As in the dump's header: "orders", "orders orders_pkey" (a constraint), "greet(text)", "TABLE orders" (its grants). */
  readonly name: string
  /** Its statements, in the dump's order. */
  readonly text: string
}

const header = /^-- Name: (.*); Type: ([^;]*); Schema: (.*); Owner:/s

/** The comment that pg_dump writes above each object; undefined for any other, also for that above rows. */
export function parseObjectHeader(comment: string): Omit<SchemaObject, 'text'> | undefined {
  const [, name, type, schema] = header.exec(comment) ?? []
  if (name === undefined || type === undefined || schema === undefined) return undefined
  if (dataTypes.has(type) || name.startsWith('LARGE OBJECT')) return undefined
  return { type, schema: schema === '-' ? null : schema, name }
}

/** Entries that hold contents, not definitions. */
const dataTypes = new Set([
  'TABLE DATA',
  'SEQUENCE SET',
  'BLOB',
  'BLOBS',
  'BLOB METADATA',
  'MATERIALIZED VIEW DATA',
  'STATISTICS DATA',
])

/** What tells an object from all others of its database. */
export function objectKey({ type, schema, name }: SchemaObject): string {
  return JSON.stringify([type, schema, name])
}

const named = new Set(['CONSTRAINT', 'CHECK CONSTRAINT', 'FK CONSTRAINT', 'DEFAULT', 'TRIGGER', 'RULE', 'POLICY'])
const about = new Set(['ACL', 'COMMENT', 'SECURITY LABEL'])

/** The name of the table that an object is a part of; undefined when it stands by itself. */
export function tableOf({ type, name, text }: SchemaObject): string | undefined {
  if (named.has(type)) return name.split(' ')[0]
  if (about.has(type)) return /^(?:TABLE (.*)|COLUMN (.*)\.[^.]*)$/s.exec(name)?.slice(1).find(Boolean)
  if (type === 'ROW SECURITY') return name
  if (type === 'INDEX') return / ON (?:ONLY )?(?:[^ ]*\.)?([^ .]+) USING /.exec(text)?.[1]?.replaceAll('"', '')
  return undefined
}
