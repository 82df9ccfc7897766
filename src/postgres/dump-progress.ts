import type { ProgressReading, ProgressSource } from '../domain/progress/progress-reading.ts'
import { type RunningCopy, type TableSize, weighDump } from '../domain/progress/weigh-dump.ts'
import { tableKey } from '../domain/table-key.ts'
import type { Poll } from './with-polling.ts'

/** pg_dump goes by schema and name; its workers take the largest first, by the planner's pages. */
const turns = {
  one: `rank() OVER (ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")`,
  many: 'rank() OVER (ORDER BY c.relpages + coalesce(t.relpages, 0) DESC)',
}

const sizesSql = (turn: string): string => `
  SELECT n.nspname AS schema, c.relname AS name, pg_table_size(c.oid) AS bytes, c.reltuples::bigint AS rows, ${turn} AS turn
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
   WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`

/** PostgreSQL 14 and newer. */
const copiesSql = `
  SELECT n.nspname AS schema, c.relname AS name, p.tuples_processed AS rows, p.bytes_processed AS bytes
    FROM pg_stat_progress_copy p JOIN pg_class c ON c.oid = p.relid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE p.datname = current_database() AND p.command = 'COPY TO' AND p.type <> 'FILE'`

/**
 * How far a pg_dump of the connected database is: the sizes of its tables, and what is being copied now. `written`: the bytes
 * that came from it, for servers that do not tell.
 */
export function dumpProgress(poll: Poll, { jobs, written }: { jobs: number; written: () => number }): ProgressSource {
  let sizes: readonly TableSize[] | undefined
  let last: ProgressReading | undefined
  const seen = new Map<string, RunningCopy>()
  return async () => {
    sizes ??= await poll<TableSize>(sizesSql(jobs > 1 ? turns.many : turns.one))
    const copies = sizes === undefined ? undefined : await poll<RunningCopy>(copiesSql)
    if (sizes === undefined || copies === undefined) {
      return last ?? { fraction: undefined, done: written(), unit: 'bytes', current: undefined }
    }
    last = weighDump(sizes, copies, [...seen.values()]) ?? last
    for (const copy of copies) seen.set(tableKey(copy), copy)
    return last
  }
}

/** The rows of all tables together, as the planner guesses them; undefined when it has no idea. */
export async function guessRows(poll: Poll): Promise<number | undefined> {
  const sizes = (await poll<TableSize>(sizesSql(turns.one))) ?? []
  const known = sizes.filter(({ rows }) => rows >= 0)
  return known.length === 0 ? undefined : known.reduce((sum, { rows }) => sum + rows, 0)
}
