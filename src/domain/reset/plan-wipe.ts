import type { TableRows } from '../manifest.ts'

export interface WipedSchema {
  readonly name: string
  readonly action: 'emptied' | 'dropped'
  /** What is in it now. */
  readonly tables: readonly TableRows[]
}

interface Schema {
  readonly name: string
  readonly holdsExtension: boolean
}

/** `public` is always there in a new database; a schema that holds an extension is emptied around it. */
export function planWipe(
  schemas: readonly Schema[],
  tables: readonly TableRows[],
  otherSchemas: 'emptied' | 'dropped',
): WipedSchema[] {
  return schemas.map(({ name, holdsExtension }) => ({
    name,
    action: name === 'public' || holdsExtension ? 'emptied' : otherSchemas,
    tables: tables.filter(({ schema }) => schema === name),
  }))
}
