import { durableCommitSql } from './durable-commit-sql.ts'
import type { TableRows } from './manifest.ts'
import { resetDefaultRightsSql } from './reset-default-rights-sql.ts'
import { sqlLiteral } from './sql-text.ts'

interface Clearing {
  /** The server's. */
  readonly major: number
  /** What the dump takes for given (assumedPublicRights). */
  readonly publicRights: 'ALL' | 'USAGE'
  /** How long to wait for the locks of other sessions. */
  readonly lockTimeoutSeconds: number
}

const ofNoExtension = (catalogue: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = '${catalogue}'::regclass AND m.objid = ${oid} AND m.deptype = 'e')`

/**
 * Opens the transaction of an in-place restore and empties the database: schemas and, because they survive those, default
 * privileges, event triggers, publications, extensions, foreign servers, what only superusers make outside of schemas, and large objects. A dump expects
 * `public` as initdb makes it (fact 10).
 */
export function formatClearing({ major, publicRights, lockTimeoutSeconds }: Clearing): string {
  return `BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = pg_catalog;
SET LOCAL lock_timeout = '${String(lockTimeoutSeconds)}s';
DO $pgsafe$
DECLARE
  doomed text;
BEGIN
  FOR doomed IN
    SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger e
     WHERE ${ofNoExtension('pg_event_trigger', 'e.oid')} UNION ALL
    SELECT format('DROP CAST (%s AS %s) CASCADE', castsource::regtype, casttarget::regtype) FROM pg_cast c
     WHERE oid >= 16384 AND ${ofNoExtension('pg_cast', 'c.oid')} UNION ALL
    ${resetDefaultRightsSql} UNION ALL
    SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication UNION ALL
    SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension WHERE oid >= 16384 UNION ALL
    SELECT format('DROP SERVER IF EXISTS %I CASCADE', srvname) FROM pg_foreign_server UNION ALL
    SELECT format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname) FROM pg_foreign_data_wrapper UNION ALL
    SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) FROM pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' UNION ALL
    SELECT format('DROP LANGUAGE IF EXISTS %I CASCADE', lanname) FROM pg_language WHERE oid >= 16384 UNION ALL
    SELECT format('DROP ACCESS METHOD IF EXISTS %I CASCADE', amname) FROM pg_am WHERE oid >= 16384
  LOOP
    EXECUTE doomed;
  END LOOP;
  PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;
END
$pgsafe$;
${major >= 15 ? 'CREATE SCHEMA public AUTHORIZATION pg_database_owner' : 'CREATE SCHEMA public'};
GRANT ${publicRights} ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema';
`
}

/**
 * Ends that transaction: compares the rows of every table by the rules of fact 11, and commits when all are right; else it fails
 * and everything is as before. undefined: nobody counted (INSERTs).
 */
export function formatCheckedCommit(expected: readonly TableRows[] | undefined): string {
  return `${expected === undefined ? '' : formatRowCheck(expected)}${durableCommitSql('transaction')};\nCOMMIT;\n`
}

function formatRowCheck(expected: readonly TableRows[]): string {
  const rows = JSON.stringify(expected.map(({ schema, name, rows }) => ({ schema, name, rows })))
  return `RESET ROLE;
SET LOCAL row_security = off;
SET LOCAL standard_conforming_strings = on;
SELECT pg_catalog.set_config('pgsafe.expected', ${sqlLiteral(rows)}, true);
${rowCheck}
`
}

/** The rows come by a setting of ours: no name in them can reach into this text. Extensions fill their own tables. */
const rowCheck = `DO $pgsafe$
DECLARE
  all_expected json := pg_catalog.current_setting('pgsafe.expected');
  expected record;
  relation oid;
  kind "char";
  found bigint;
BEGIN
  FOR expected IN SELECT * FROM pg_catalog.json_to_recordset(all_expected) AS e (schema text, name text, rows bigint) LOOP
    relation := pg_catalog.to_regclass(pg_catalog.format('%I.%I', expected.schema, expected.name));
    SELECT c.relkind INTO kind FROM pg_catalog.pg_class c WHERE c.oid = relation;
    IF kind IS NULL THEN
      RAISE EXCEPTION 'table %.% did not arrive', expected.schema, expected.name;
    END IF;
    CONTINUE WHEN kind NOT IN ('r', 'p') OR EXISTS (SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = relation AND d.deptype = 'e');
    EXECUTE pg_catalog.format(CASE kind
        WHEN 'p' THEN 'SELECT count(*) FROM %I.%I t WHERE t.tableoid NOT IN (SELECT
          pg_catalog.to_regclass(pg_catalog.format(''%%I.%%I'', e.schema, e.name)) FROM
          pg_catalog.json_to_recordset($1) AS e (schema text, name text))'
        ELSE 'SELECT count(*) FROM ONLY %I.%I' END, expected.schema, expected.name) INTO found USING all_expected;
    IF found <> expected.rows THEN
      RAISE EXCEPTION '%.% has % rows instead of %', expected.schema, expected.name, found, expected.rows;
    END IF;
  END LOOP;
END
$pgsafe$;`
