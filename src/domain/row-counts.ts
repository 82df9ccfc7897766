import type { TableRows } from './manifest.ts'

export interface TableName {
  readonly schema: string
  readonly name: string
}

/** A table's own rows (ONLY), and the partitioned table at the root above it. */
export interface CountedTable extends TableRows {
  readonly root: TableName | null
}

/** The live rows of a database by the rules of fact 11: comparable with the COPY blocks of its dump. */
export interface RowCounts {
  /** Ordinary tables and leaf partitions. */
  readonly tables: readonly CountedTable[]
  /** Partitioned tables by the total of their partitions: some dumps hold their rows under the root's name. */
  readonly roots: readonly TableRows[]
  /** Not comparable: extensions fill their own tables, foreign tables live elsewhere. */
  readonly uncounted: readonly (TableName & { readonly reason: 'extension' | 'foreign' })[]
  /** Filled by REFRESH, not by COPY. */
  readonly materializedViews: readonly (TableName & { readonly populated: boolean })[]
}
