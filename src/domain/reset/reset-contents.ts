import type { DatabaseObject } from '../database-object.ts'
import type { TableRows } from '../manifest.ts'

export interface ResetSchema {
  readonly name: string
  readonly holdsExtension: boolean
  /** This role may drop it. */
  readonly owned: boolean
}

/** What is in the database that is to be reset. */
export interface ResetContents {
  readonly schemas: readonly ResetSchema[]
  readonly tables: readonly TableRows[]
  readonly objects: readonly DatabaseObject[]
  readonly largeObjects: number
}
