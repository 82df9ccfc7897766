import type { ProgressReading } from './progress-reading.ts'
import { tableKey } from '../table-key.ts'

/** What a dump has to read of a table. */
export interface TableSize {
  readonly schema: string
  readonly name: string
  /** On the server's disk, TOAST included. */
  readonly bytes: number
  /** The planner's guess; below 0 when it has none. */
  readonly rows: number
  /** When pg_dump comes to it: those of a lower turn have begun before. */
  readonly turn: number
}

/** A COPY that is running, as pg_stat_progress_copy has it. */
export interface RunningCopy {
  readonly schema: string
  readonly name: string
  readonly rows: number
  /** Of text, not of the disk. */
  readonly bytes: number
}

/**
 * How far pg_dump is, by the sizes of its tables. What was seen running before is through, and so is what has an earlier turn
 * than a running one: it was too quick to be seen. undefined while nothing runs: before the first table, between two, after the last.
 */
export function weighDump(
  tables: readonly TableSize[],
  running: readonly RunningCopy[],
  before: readonly RunningCopy[] = [],
): ProgressReading | undefined {
  const copies = new Map(running.map((copy) => [tableKey(copy), copy]))
  const known = tables.filter((table) => copies.has(tableKey(table)))
  if (known.length === 0) return undefined
  const seen = new Set(before.map(tableKey))
  const front = Math.max(...known.map(({ turn }) => turn))
  const through = (table: TableSize): number => {
    const copy = copies.get(tableKey(table))
    return copy === undefined ? Number(table.turn < front || seen.has(tableKey(table))) : fractionOf(table, copy)
  }
  const total = tables.reduce((sum, { bytes }) => sum + bytes, 0)
  const done = tables.reduce((sum, table) => sum + table.bytes * through(table), 0)
  const current = known.map(({ schema, name }) => `${schema}.${name}`).join(', ')
  return { fraction: total === 0 ? undefined : done / total, done, unit: 'bytes', current }
}

/** Rows are the better measure; text may be longer or shorter than the table. */
function fractionOf({ rows, bytes }: TableSize, copy: RunningCopy): number {
  const measured = rows > 0 ? copy.rows / rows : bytes > 0 ? copy.bytes / bytes : 1
  return Math.min(1, measured)
}
