import type { TableName } from './row-counts.ts'

/** Tells tables apart in maps and sets, whatever is in their names. */
export function tableKey({ schema, name }: TableName): string {
  return JSON.stringify([schema, name])
}
