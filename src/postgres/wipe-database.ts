import type { DatabaseObject } from '../domain/database-object.ts'
import { quoteIdentifier, sqlLiteral } from '../domain/sql-text.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { withPsqlSession, type PsqlSession } from './psql-session.ts'

export interface SchemaWipe {
  readonly name: string
  /** Emptied: the schema stays with its owner, grants, default privileges and comment, and so do extensions in it. */
  readonly action: 'emptied' | 'dropped'
}

interface SchemaObject {
  readonly type: string
  /** Qualified and quoted. */
  readonly identity: string
}

interface DatabaseWipe {
  readonly schemas: readonly SchemaWipe[]
  /** What stands in no schema and goes too. */
  readonly objects: readonly Pick<DatabaseObject, 'type' | 'identity'>[]
  readonly lockTimeoutSeconds: number
}

/** DROP's own word where pg_identify_object() has another one. */
const dropWords: Readonly<Record<string, string>> = {
  'composite type': 'TYPE',
  function: 'ROUTINE',
  procedure: 'ROUTINE',
  aggregate: 'ROUTINE',
  'statistics object': 'STATISTICS',
  'foreign-data wrapper': 'FOREIGN DATA WRAPPER',
}

/** What stands in a schema by itself: no parts of other objects (the sequence of an identity column), nothing of extensions. */
const objectsSql = (schema: string) => `
  SELECT i.type, i.identity
    FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid, pg_identify_object(d.classid, d.objid, 0) i
   WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = ${sqlLiteral(schema)} AND d.deptype = 'n'
     AND d.classid <> 'pg_extension'::regclass
     AND NOT EXISTS (SELECT FROM pg_depend m
                      WHERE m.classid = d.classid AND m.objid = d.objid AND m.objsubid = 0 AND m.deptype IN ('e', 'i'))`

const largeObjectsSql = `SELECT count(pg_catalog.lo_unlink(l.oid)) AS removed FROM pg_largeobject_metadata l`

/**
 * Drops these objects, everything in these schemas, and all large objects, in one transaction: it happens as a whole or not at
 * all. Throws `database-busy` when a table stays locked for longer than the timeout.
 */
export async function wipeDatabase(
  ctx: Context,
  at: SqlEndpoint,
  { schemas, objects, lockTimeoutSeconds }: DatabaseWipe,
): Promise<void> {
  const settings = { lock_timeout: `${String(lockTimeoutSeconds)}s`, statement_timeout: '0' }
  await withPsqlSession(
    ctx,
    at,
    async (session) => {
      await session.execute('BEGIN')
      // First: an event trigger may object to what comes next.
      for (const object of objects) await session.execute(dropping(object))
      for (const schema of schemas) await wipeSchema(session, schema)
      await session.query(largeObjectsSql)
      await session.execute('COMMIT')
    },
    { settings },
  )
}

async function wipeSchema(session: PsqlSession, { name, action }: SchemaWipe): Promise<void> {
  if (action === 'dropped') return session.execute(`DROP SCHEMA ${quoteIdentifier(name)} CASCADE`)
  for (const object of await session.query<SchemaObject>(objectsSql(name))) await session.execute(dropping(object))
}

/** IF EXISTS: an earlier CASCADE may have taken it along. Until 15 a transform is called "for integer on language sql". */
function dropping({ type, identity }: SchemaObject): string {
  const name = type === 'transform' ? identity.replace(/ on (?=language \S+$)/, ' ') : identity
  return `DROP ${dropWords[type] ?? type} IF EXISTS ${name} CASCADE`
}
