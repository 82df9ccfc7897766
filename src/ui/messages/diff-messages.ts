import type { SchemaChange } from '../../domain/compare-schemas.ts'
import { foldPartitions } from '../../domain/fold-partitions.ts'
import { formatAge } from '../../domain/format-age.ts'
import { formatCount } from '../../domain/format-count.ts'
import type { TableChange } from '../../domain/table-change.ts'
import type { DamageTotal } from '../../domain/total-damage.ts'
import { describeChange } from '../describe-change.ts'
import { describeObject } from '../describe-object.ts'
import { describeTotal } from '../describe-total.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { textTable } from '../text-table.ts'

export interface DiffView {
  readonly database: string
  readonly file: string
  readonly id: string | undefined
  /** undefined: nobody knows (a foreign file). */
  readonly createdAt: Date | undefined
  readonly now: Date
  readonly same: boolean
  readonly rows: { readonly before: number | null; readonly after: number }
  /** null: the backup's rows cannot be counted. */
  readonly tables: readonly TableChange[] | null
  /** null: the rows of then cannot be told from later ones. */
  readonly total: DamageTotal | null
  readonly objects: readonly SchemaChange[]
}

/** Longer lists are cut: the JSON document has them all. */
const shown = { tables: 20, objects: 20, lines: 8 }

/** What `pgsafe diff` says. */
export const diffMessages = {
  readingDatabase: 'Counting the rows and reading the schema of the database',
  diffVersions: (then: string, now: string): string =>
    `the backup was made by pg_dump ${printable(then)}, the schema now is told by ${printable(now)}: they may word the same thing differently`,

  diffReport: (view: DiffView): string => {
    const age = view.createdAt === undefined ? '' : `, ${formatAge(view.createdAt, view.now)}`
    const file = `${printable(view.file)}${age}`
    if (view.same) return style.good(`✅ "${printable(view.database)}" is as in ${file}: ${sameRows(view)}`)
    return [
      style.strong(`What is different in "${printable(view.database)}" since ${file}`),
      '',
      ...rowLines(view),
      '',
      ...schemaLines(view.objects),
      ...(view.id === undefined
        ? []
        : ['', 'To go back to it:', `  ${style.command(`pgsafe restore --id ${view.id}`)}`]),
    ].join('\n')
  },
}

function sameRows({ rows, total }: DiffView): string {
  if (rows.before === null) return 'its rows cannot be counted, the same schema.'
  const which = total === null ? '' : ', none of them changed'
  return `${formatCount(rows.after, 'row')}${which}, the same schema.`
}

function rowLines({ rows, tables, total }: DiffView): string[] {
  if (rows.before === null || tables === null) return ['Rows: those of the backup cannot be counted.']
  const which = total === null ? 'as many as then in every table' : 'the same as then'
  if (tables.length === 0) return [`Rows: ${formatCount(rows.after, 'row')}, ${which}.`]
  const folded = foldPartitions(tables)
  const lines = folded.slice(0, shown.tables).map(describeChange)
  return [
    `Rows: ${formatCount(rows.before, 'row')} → ${formatCount(rows.after, 'row')}`,
    ...textTable(lines, [1, 3]).map((line) => `  ${line}`),
    ...more(folded.length - lines.length, 'table'),
    ...(total === null ? [] : describeTotal(total)),
  ]
}

function schemaLines(objects: readonly SchemaChange[]): string[] {
  if (objects.length === 0) return ['Schema: the same.']
  const whole = objects.filter(({ partOf }) => partOf === null)
  const lines = whole.slice(0, shown.objects).flatMap((object) => objectLines(object, objects))
  const kinds = (['dropped', 'changed', 'created'] as const).flatMap((kind) => {
    const number = objects.filter((object) => object.kind === kind).length
    return number === 0 ? [] : [`${String(number)} ${kind}`]
  })
  return [`Schema: ${kinds.join(', ')}`, ...lines, ...more(whole.length - shown.objects, 'object')]
}

const signs = { created: style.good, dropped: style.bad, changed: style.caution }
const marks = { created: '+', dropped: '-', changed: '~' }

function objectLines(object: SchemaChange, all: readonly SchemaChange[]): string[] {
  const { kind, schema, name, lines } = object
  const parts = all.filter((one) => one.partOf === name && one.schema === schema && one.kind === kind).length
  const folded = object.type === 'TABLE' && parts > 0 ? ` and ${formatCount(parts, 'part')} of it` : ''
  const changed = lines.slice(0, shown.lines).map(({ sign, line }) => {
    const text = `      ${sign} ${printable(line.trim())}`
    return sign === '+' ? style.good(text) : style.bad(text)
  })
  const cut = lines.length - changed.length
  return [
    `  ${signs[kind](marks[kind])} ${printable(describeObject(object))}${folded}`,
    ...changed,
    ...(cut > 0 ? [`      … and ${formatCount(cut, 'more line')}`] : []),
  ]
}

function more(left: number, noun: string): string[] {
  return left > 0 ? [`  … and ${formatCount(left, `more ${noun}`)} (--json has them all)`] : []
}
