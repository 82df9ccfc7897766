import type { CountedTable, RowCounts, TableName } from '../domain/row-counts.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import { queryEachTable } from './query-each-table.ts'

interface Relation extends TableName {
  readonly kind: 'r' | 'p' | 'm' | 'f'
  readonly root: TableName | null
  readonly extension: boolean
  readonly populated: boolean
}

/** Every table-like relation but the system's and other sessions' temporary ones. */
const relationsSql = `
  SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relispopulated AS populated,
         EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') AS extension,
         (SELECT json_build_object('schema', rn.nspname, 'name', r.relname)
            FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace
           WHERE c.relispartition AND r.oid = pg_partition_root(c.oid)) AS root
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'm', 'f') AND c.relpersistence <> 't'
     AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
   ORDER BY n.nspname, c.relname`

interface CountOptions {
  /** How long to wait for a locked table; else as long as it takes. */
  readonly lockTimeoutSeconds?: number
}

/**
 * Exact counts of a quiet database by the rules of fact 11. Row security never hides rows: where it would, this throws
 * 'insufficient-rights', as it does for a table that we may not read. A lock outlasting the timeout: 'database-busy'.
 */
export async function countRows(ctx: Context, at: SqlEndpoint, options: CountOptions = {}): Promise<RowCounts> {
  const relations = await queryRows<Relation>(ctx, at, relationsSql)
  const own = relations.filter((relation) => !relation.extension)
  const ordinary = own.filter(({ kind }) => kind === 'r')
  const tables = await countTables(ctx, at, { ...options, tables: ordinary })
  return {
    tables,
    roots: own.filter(({ kind, root }) => kind === 'p' && root === null).map((root) => totalOf(root, tables)),
    uncounted: relations
      .filter(({ kind, extension }) => extension || kind === 'f')
      .map(({ schema, name, extension }) => ({ schema, name, reason: extension ? 'extension' : 'foreign' })),
    materializedViews: own
      .filter(({ kind }) => kind === 'm')
      .map(({ schema, name, populated }) => ({ schema, name, populated })),
  }
}

async function countTables(
  ctx: Context,
  at: SqlEndpoint,
  { tables, lockTimeoutSeconds }: CountOptions & { readonly tables: readonly Relation[] },
): Promise<CountedTable[]> {
  const columns = 'count(*) AS rows'
  const counts = await queryEachTable<{ rows: number }>(ctx, at, tables, { columns, lockTimeoutSeconds })
  return tables.map(({ schema, name, root }, index) => ({ schema, name, rows: counts[index]?.rows ?? 0, root }))
}

function totalOf({ schema, name }: TableName, tables: readonly CountedTable[]) {
  const partitions = tables.filter(({ root }) => root?.schema === schema && root.name === name)
  return { schema, name, rows: partitions.reduce((sum, { rows }) => sum + rows, 0) }
}
