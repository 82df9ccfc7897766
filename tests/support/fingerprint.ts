import { createHash } from 'node:crypto'
import { runPgDump, runSql, type SqlTarget } from './psql.ts'

/** Everything that must be the same in "exactly the old or exactly the new database"; OIDs are not part of it. */
export interface Fingerprint {
  /** "schema.table" → rows and an MD5 over the ordered rows. */
  readonly tables: Readonly<Record<string, string>>
  readonly sequences: Readonly<Record<string, string>>
  readonly largeObjects: string
  /** An MD5 over pg_dump's schema: owners, grants, comments and all. */
  readonly schema: string
  /** Owner, grants, limit, comment, settings … of the database itself. */
  readonly properties: string
}

const userRelations = (kinds: string) => `
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN (${kinds}) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY n.nspname, c.relname`

const tablesSql = `SELECT format('SELECT %L, count(*) || '' rows '' || md5(coalesce(string_agg(t::text, chr(10)
  ORDER BY t::text COLLATE "C"), '''')) FROM ONLY %I.%I t', n.nspname || '.' || c.relname, n.nspname, c.relname)
  ${userRelations("'r', 'm'")} \\gexec`

const sequencesSql = `SELECT format('SELECT %L, last_value || '' '' || is_called FROM %I.%I',
  n.nspname || '.' || c.relname, n.nspname, c.relname) ${userRelations("'S'")} \\gexec`

const largeObjectsSql = `SELECT count(*) || ' ' || md5(coalesce(string_agg(oid || encode(lo_get(oid), 'hex'), ',' ORDER BY oid), ''))
  FROM pg_largeobject_metadata;`

const propertiesSql = `SELECT json_build_object('owner', datdba::regrole, 'acl', datacl, 'limit', datconnlimit, 'template', datistemplate,
  'connect', datallowconn, 'encoding', encoding, 'collate', datcollate, 'ctype', datctype, 'tablespace', dattablespace,
  'comment', shobj_description(oid, 'pg_database'), 'settings', (SELECT json_agg(json_build_array(CASE setrole WHEN 0 THEN NULL
    ELSE setrole::regrole END, setconfig) ORDER BY setrole::regrole::text) FROM pg_db_role_setting WHERE setdatabase = d.oid))
  FROM pg_database d WHERE datname = current_database();`

/** Reads it all through psql and pg_dump, independently of pgsafe's own code. */
export async function fingerprint(at: SqlTarget): Promise<Fingerprint> {
  const schema = await runPgDump(at, ['--schema-only'])
  return {
    tables: pairs(await runSql(at, tablesSql)),
    sequences: pairs(await runSql(at, sequencesSql)),
    largeObjects: await runSql(at, largeObjectsSql),
    schema: createHash('md5').update(withoutRunDetails(schema)).digest('hex'),
    properties: await runSql(at, propertiesSql),
  }
}

function pairs(output: string): Record<string, string> {
  const lines = output.split('\n').filter((line) => line !== '')
  return Object.fromEntries(lines.map((line) => line.split('|') as [string, string]))
}

/** What differs between two dumps of the same schema: the random key and the programs' versions. */
function withoutRunDetails(dump: string): string {
  return dump.replaceAll(/^(\\(un)?restrict .*|-- Dumped (from|by) .*)$/gm, '')
}
