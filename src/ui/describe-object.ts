import type { SchemaObject } from '../domain/schema-object.ts'

/** Words for what pg_dump calls differently than people do. */
const words: Readonly<Record<string, string>> = {
  'FK CONSTRAINT': 'foreign key',
  'CHECK CONSTRAINT': 'constraint',
  'MATERIALIZED VIEW': 'materialised view',
  ACL: 'grants on',
  COMMENT: 'comment on',
  DEFAULT: 'default of',
  'SEQUENCE OWNED BY': 'owner of sequence',
  'TABLE ATTACH': 'partition',
  'INDEX ATTACH': 'partition of index',
  'ROW SECURITY': 'row security of',
  'DEFAULT ACL': 'default grants',
}

const ofTable = new Set(['CONSTRAINT', 'CHECK CONSTRAINT', 'FK CONSTRAINT', 'TRIGGER', 'POLICY', 'RULE'])

/** An object for people: "table public.orders", "foreign key orders_customer_fkey on public.orders", "grants on table public.orders". */
export function describeObject({ type, schema, name }: Omit<SchemaObject, 'text'>): string {
  const word = words[type] ?? type.toLowerCase()
  const place = schema === null ? '' : `${schema}.`
  const space = name.indexOf(' ')
  if (ofTable.has(type) && space > 0) return `${word} ${name.slice(space + 1)} on ${place}${name.slice(0, space)}`
  if (type === 'DEFAULT') return `${word} ${place}${name.replace(' ', '.')}`
  const [, about, what] = (type === 'ACL' || type === 'COMMENT' ? /^([A-Z ]+) (.*)$/s.exec(name) : null) ?? []
  if (about !== undefined && what !== undefined) return `${word} ${about.toLowerCase()} ${place}${what}`
  return `${word} ${place}${name}`
}
