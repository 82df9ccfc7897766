import type { TableRows } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'

/** A dump holds the tables of its manifest, no other, each with its rows. Throws `verification-failed`. */
export function assertSameRows(expected: readonly TableRows[], found: readonly TableRows[]): void {
  const key = (table: TableRows) => JSON.stringify([table.schema, table.name, table.rows])
  const counted = new Set(found.map(key))
  const differing = expected.find((table) => !counted.has(key(table)))
  if (differing === undefined && expected.length === found.length) return
  const what =
    differing === undefined
      ? 'it holds tables the manifest does not name'
      : `${differing.schema}.${differing.name} differs`
  throw new PgsafeError('verification-failed', `the rows in the file are not those of its manifest: ${what}`)
}
