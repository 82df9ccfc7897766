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

/** DROP's own word where pg_identify_object() has another one. */
const dropWords: Readonly<Record<string, string>> = {
  'composite type': 'TYPE',
  function: 'ROUTINE',
  procedure: 'ROUTINE',
  aggregate: 'ROUTINE',
  'statistics object': 'STATISTICS',
}

/** What stands in a schema by itself: no parts of other objects (the sequence of an identity column), nothing of extensions. */
const objectsSql = (schema: string) => `
  SELECT i.type, i.identity
    FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid, pg_identify_object(d.classid, d.objid, 0) i
   WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = ${sqlLiteral(schema)} AND d.deptype = 'n'
     AND d.classid <> 'pg_extension'::regclass
     AND NOT EXISTS (SELECT FROM pg_depend m
                      WHERE m.classid = d.classid AND m.objid = d.objid AND m.objsubid = 0 AND m.deptype IN ('e', 'i'))`

/** Of a pgsafe that keeps its hands off the tables of others, unlike DROP OWNED; CASCADE also takes what depends on them. */
const largeObjectsSql = `SELECT count(pg_catalog.lo_unlink(l.oid)) AS removed FROM pg_largeobject_metadata l`

/**
 * Drops everything in these schemas, and all large objects, in one transaction: it happens as a whole or not at all. Throws
 * `database-busy` when a table stays locked for longer than the timeout.
 */
export async function wipeSchemas(
  ctx: Context,
  at: SqlEndpoint,
  { schemas, lockTimeoutSeconds }: { readonly schemas: readonly SchemaWipe[]; readonly lockTimeoutSeconds: number },
): Promise<void> {
  const settings = { lock_timeout: `${String(lockTimeoutSeconds)}s`, statement_timeout: '0' }
  await withPsqlSession(
    ctx,
    at,
    async (session) => {
      await session.execute('BEGIN')
      for (const schema of schemas) await wipeSchema(session, schema)
      await session.query(largeObjectsSql)
      await session.execute('COMMIT')
    },
    { settings },
  )
}

async function wipeSchema(session: PsqlSession, { name, action }: SchemaWipe): Promise<void> {
  if (action === 'dropped') return session.execute(`DROP SCHEMA ${quoteIdentifier(name)} CASCADE`)
  for (const { type, identity } of await session.query<SchemaObject>(objectsSql(name))) {
    // IF EXISTS: an earlier CASCADE may have taken it along.
    await session.execute(`DROP ${dropWords[type] ?? type} IF EXISTS ${identity} CASCADE`)
  }
}
