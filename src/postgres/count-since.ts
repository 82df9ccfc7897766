import type { CountedSince } from '../domain/judge-table.ts'
import { sqlLiteral } from '../domain/sql-text.ts'
import type { TableMark, WriteMarks } from '../domain/write-marks.ts'
import { isPgsafeError, type ErrorCode } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryEachTable } from './query-each-table.ts'

export interface CountSince {
  /** Rows of transactions that were not visible at this reading are fresh ones. */
  readonly marks: Pick<WriteMarks, 'xmax' | 'running'>
  readonly lockTimeoutSeconds: number
}

/** What says something of one table only: the others can still be counted. 'unexpected': it was dropped in this moment. */
const ofOneTable: readonly ErrorCode[] = ['database-busy', 'insufficient-rights', 'unexpected']

/**
 * The exact rows of each table now, and those among them written since the marks, by oid (fact 12; also right after VACUUM
 * FREEZE, which leaves xmin as it was). null for a table that we may not read or that stays locked.
 */
export async function countSince(
  ctx: Context,
  at: SqlEndpoint,
  tables: readonly TableMark[],
  since: CountSince,
): Promise<Map<number, CountedSince | null>> {
  const counts = new Map<number, CountedSince | null>(tables.map(({ oid }) => [oid, null]))
  const readable = tables.filter(({ readable }) => readable)
  for (const [table, counted] of await countTogether(ctx, at, readable, since)) counts.set(table.oid, counted)
  return counts
}

type Counted = (readonly [TableMark, CountedSince | null])[]

async function countTogether(
  ctx: Context,
  at: SqlEndpoint,
  tables: readonly TableMark[],
  since: CountSince,
): Promise<Counted> {
  const [first, second] = tables
  if (first === undefined) return []
  try {
    const columns = `count(*) AS rows, count(*) FILTER (WHERE ${isFresh(since.marks)}) AS fresh`
    const rows = await queryEachTable<CountedSince>(ctx, at, tables, { columns, ...since })
    return tables.map((table, index) => [table, rows[index] ?? null] as const)
  } catch (error) {
    if (!ofOneTable.some((code) => isPgsafeError(error, code))) throw error
    return second === undefined ? [[first, null]] : countHalves(ctx, at, tables, since)
  }
}

/** Finds the tables that fail, in few queries when few of them do. */
async function countHalves(
  ctx: Context,
  at: SqlEndpoint,
  tables: readonly TableMark[],
  since: CountSince,
): Promise<Counted> {
  const middle = Math.ceil(tables.length / 2)
  const one = await countTogether(ctx, at, tables.slice(0, middle), since)
  return [...one, ...(await countTogether(ctx, at, tables.slice(middle), since))]
}

/**
 * xmin at or after the marks' xmax, both as ages, which know about wraparound; a row so old that its xmin is ahead again has an
 * age below 0. The transactions that were running then are compared one by one.
 */
function isFresh({ xmax, running }: CountSince['marks']): string {
  const asXid = (xid: string) => `${sqlLiteral(xid)}::xid8::xid`
  const since = `age(xmin) BETWEEN 0 AND (SELECT age(${asXid(xmax)}))`
  return [since, ...running.map((xid) => `xmin = ${asXid(xid)}`)].join(' OR ')
}
