import { diffLines, type LineChange } from './diff-lines.ts'
import { objectKey, tableOf, type SchemaObject } from './schema-object.ts'
import { withoutServerMarks } from './without-server-marks.ts'

export interface SchemaChange {
  readonly kind: 'created' | 'dropped' | 'changed'
  readonly type: string
  readonly schema: string | null
  readonly name: string
  /** The statements that make it; null where it does not exist. */
  readonly before: string | null
  readonly after: string | null
  /** For `changed`: the lines that differ. */
  readonly lines: readonly LineChange[]
  /** The table of the same kind of change that it is a part of. */
  readonly partOf: string | null
}

/** Which objects were created, dropped or changed, in the order of their dumps. The order of objects within a dump means nothing. */
export function compareSchemas(before: readonly SchemaObject[], after: readonly SchemaObject[]): SchemaChange[] {
  const then = byKey(before)
  const now = byKey(after)
  const gone = [...then].flatMap(([key, object]) => (now.has(key) ? [] : [change('dropped', object)]))
  const come = [...now].flatMap(([key, object]) => (then.has(key) ? [] : [change('created', object)]))
  const changed = [...then].flatMap(([key, object]) => changeBetween(object, now.get(key)))
  return withTables([...gone, ...changed, ...come])
}

function byKey(objects: readonly SchemaObject[]): ReadonlyMap<string, SchemaObject> {
  const found = new Map<string, SchemaObject>()
  for (const { text, ...named } of objects) {
    const object = { ...named, text: withoutServerMarks(text) }
    const key = objectKey(object)
    const earlier = found.get(key)
    found.set(key, earlier === undefined ? object : { ...object, text: `${earlier.text}\n${object.text}` })
  }
  return found
}

function change(kind: 'created' | 'dropped', { type, schema, name, text }: SchemaObject): SchemaChange {
  const texts = kind === 'created' ? { before: null, after: text } : { before: text, after: null }
  return { kind, type, schema, name, ...texts, lines: [], partOf: null }
}

function changeBetween(before: SchemaObject, after: SchemaObject | undefined): SchemaChange[] {
  if (after === undefined || before.text === after.text) return []
  const { type, schema, name } = before
  const lines = diffLines(linesOf(before), linesOf(after))
  return [{ kind: 'changed', type, schema, name, before: before.text, after: after.text, lines, partOf: null }]
}

const lists = new Set(['TABLE', 'FOREIGN TABLE', 'TYPE'])

/** A comma at the end of a list's line says only that another line follows. */
function linesOf({ type, text }: SchemaObject): string[] {
  const lines = text.split('\n')
  return lists.has(type) ? lines.map((line) => line.replace(/,$/, '')) : lines
}

/** An index that goes or comes with its table is no news of its own. */
function withTables(changes: readonly SchemaChange[]): SchemaChange[] {
  const placed = ({ kind, schema }: SchemaChange, table: string) => JSON.stringify([kind, schema, table])
  const tables = new Set(changes.filter(({ type }) => type === 'TABLE').map((one) => placed(one, one.name)))
  return changes.map((one) => {
    const table = tableOf({ ...one, text: one.after ?? one.before ?? '' })
    const isPart = table !== undefined && tables.has(placed(one, table)) && one.kind !== 'changed'
    return isPart ? { ...one, partOf: table } : one
  })
}
