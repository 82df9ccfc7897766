import type { TableRows } from '../domain/manifest.ts'

/** Adds up rows per table, in order of first appearance. */
export class RowTally {
  /** Of all tables. */
  total = 0
  readonly #tables = new Map<string, TableRows>()

  add(table: { readonly schema: string; readonly name: string }, rows: number): void {
    this.total += rows
    const key = `${table.schema}\0${table.name}`
    this.#tables.set(key, { ...table, rows: (this.#tables.get(key)?.rows ?? 0) + rows })
  }

  get tables(): TableRows[] {
    return [...this.#tables.values()]
  }
}
