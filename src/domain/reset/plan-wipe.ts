import type { DatabaseObject } from '../database-object.ts'
import type { TableRows } from '../manifest.ts'
import type { ResetContents } from './reset-contents.ts'

/** What becomes of a schema. */
export interface SchemaLoss {
  readonly name: string
  /** By a tool: `recreated` is dropped and created again; of one that is not ours only tables, views and enum types are `cleared`. */
  readonly action: 'emptied' | 'dropped' | 'recreated' | 'cleared'
  /** What is in it now. */
  readonly tables: readonly TableRows[]
}

/** By pgsafe itself. */
export type WipedSchema = SchemaLoss & { readonly action: 'emptied' | 'dropped' }

/** What pgsafe drops when it empties the database. */
export interface Wipe {
  readonly schemas: readonly WipedSchema[]
  readonly objects: readonly DatabaseObject[]
  readonly largeObjects: number
}

/** Set up once, often by somebody with more rights, and no data: migrations say `IF NOT EXISTS`, or only add to it. */
const lasting = ['extension', 'default acl']

/**
 * Everything that is in no extension. `public` is always there in a new database; a schema that holds an extension is emptied
 * around it. What belongs to other roles stays, beside what holds data: that must be ours (see preflight-wipe.ts).
 */
export function planWipe(
  { schemas, tables, objects, largeObjects }: ResetContents,
  otherSchemas: 'emptied' | 'dropped',
): Wipe {
  return {
    schemas: schemas.map(({ name, holdsExtension }) => ({
      name,
      action: name === 'public' || holdsExtension ? 'emptied' : otherSchemas,
      tables: tables.filter(({ schema }) => schema === name),
    })),
    objects: objects.filter(({ type, ours }) => ours && !lasting.includes(type)),
    largeObjects,
  }
}
