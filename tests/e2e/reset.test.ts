import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeFiles } from '../support/fake-cli.ts'
import { holdTableLock } from '../support/hold-lock.ts'
import { backupFiles, createProject, type Project } from '../support/project.ts'
import { onServer } from '../support/test-database.ts'

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? ''

/** Everything in the schemas that is not an extension's, by kind. */
const leftover = (project: Project) =>
  project.database.query(`
    SELECT i.type, i.identity FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid,
           pg_identify_object(d.classid, d.objid, 0) i
     WHERE d.refclassid = 'pg_namespace'::regclass AND d.deptype = 'n' AND d.classid <> 'pg_extension'::regclass AND n.nspname !~ '^pg_'
       AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')`)

/** One of everything that can stand in a schema. */
const everyKindSql = `
  CREATE TYPE mood AS ENUM ('good', 'bad');
  CREATE TYPE pair AS (a integer, b mood);
  CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
  CREATE TABLE readings (at date NOT NULL, mood mood, value positive) PARTITION BY RANGE (at);
  CREATE TABLE readings_2026 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE TABLE base (id integer GENERATED ALWAYS AS IDENTITY);
  CREATE TABLE child () INHERITS (base);
  CREATE MATERIALIZED VIEW summary AS SELECT count(*) FROM customers;
  CREATE SEQUENCE alone;
  CREATE FUNCTION twice(p pair) RETURNS integer LANGUAGE sql AS 'SELECT 2 * (p).a';
  CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
  CREATE FUNCTION same(mood, mood) RETURNS boolean LANGUAGE sql AS 'SELECT true';
  CREATE OPERATOR === (leftarg = mood, rightarg = mood, function = same);
  CREATE COLLATION plain (locale = 'C');
  CREATE TEXT SEARCH CONFIGURATION words (copy = simple);
  CREATE STATISTICS both_columns ON at, mood FROM readings;
  CREATE TABLE "We ird""name" ("Köln" text);
  CREATE SCHEMA billing; CREATE TABLE billing.bills (id integer); INSERT INTO billing.bills VALUES (1), (2);`

/** One of everything that stands in no schema; most of it only a superuser can make. */
const schemalessSql = `
  CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF tg_tag LIKE 'DROP%' THEN RAISE EXCEPTION 'no %', tg_tag; END IF; END $$;
  CREATE PUBLICATION changes FOR ALL TABLES; CREATE PUBLICATION "we ird";
  CREATE FOREIGN DATA WRAPPER files; CREATE SERVER erp FOREIGN DATA WRAPPER files OPTIONS (host 'erp');
  CREATE USER MAPPING FOR CURRENT_USER SERVER erp OPTIONS (password 'x'); CREATE FOREIGN TABLE bills (id integer) SERVER erp;
  CREATE CAST (boolean AS bigint) WITH INOUT; CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
  CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
  ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;
  CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION watch();`

const schemalessLeftSql = `SELECT (SELECT count(*) FROM pg_publication) + (SELECT count(*) FROM pg_event_trigger)
  + (SELECT count(*) FROM pg_foreign_data_wrapper) + (SELECT count(*) FROM pg_foreign_server)
  + (SELECT count(*) FROM pg_cast WHERE oid >= 16384 AND castmethod = 'i') + (SELECT count(*) FROM pg_am WHERE oid >= 16384)
  + (SELECT count(*) FROM pg_largeobject_metadata) + (SELECT count(*) FROM pg_transform)`

describe('pgsafe reset without a migration tool', () => {
  it('backs up, drops everything in the schemas, and one line brings it back: every row, owner and grant', async () => {
    const project = await createProject()
    await project.query(`${everyKindSql} GRANT USAGE ON SCHEMA billing TO PUBLIC; COMMENT ON SCHEMA billing IS 'money'`)
    const before = await project.database.fingerprint()
    const { exitCode, stdout, stderr } = await project.pgsafe(['reset', '--force'])
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: '' })
    expect(stderr).toMatch(/You are about to run: pgsafe reset/)
    expect(stderr).toMatch(/1\. DROP ALL TABLES.*\n +billing: 2 rows in 1 table .*\n +public: 1,200 rows in 6 tables/)
    expect(stderr).toMatch(/Creating automatic backup before reset\.\.\.[^]*Creating database backup\.\.\./)
    expect(stderr).toMatch(/Pre-reset safety checks complete\.[^]*Proceeding with database reset\.\.\./)
    expect(stderr).toMatch(/public\.orders +1,000 rows +→ +dropped/)
    expect(backupFiles(project)).toEqual([expect.stringMatching(/\.sql\.gz$/)])
    expect(await leftover(project)).toBe('')
    expect(await project.query('SELECT count(*) FROM pg_largeobject_metadata')).toBe('0')
    expect(await project.query(`SELECT obj_description('billing'::regnamespace)`)).toBe('money')
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('is a step of its own in the chain: undone, and done again', async () => {
    const project = await createProject()
    await project.pgsafe(['reset', '--yes', '--label', 'fresh start'])
    expect((await project.pgsafe(['undo', '--list'])).stdout).toContain('reset')
    expect((await project.pgsafe(['list'])).stdout).toMatch(/before: pgsafe reset[^]*fresh start/)
    await project.pgsafe(['undo', '--yes'])
    expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
    await project.pgsafe(['undo', '--yes'])
    expect(await leftover(project)).toBe('')
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
  })

  it('drops what stands in no schema too, but neither extensions nor default privileges, and undo brings it all back', async () => {
    const project = await createProject({ attributes: 'SUPERUSER' })
    await project.query(`CREATE EXTENSION citext; CREATE TABLE names (name citext); ${schemalessSql}`)
    const before = await project.database.fingerprint()
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /and 1 large object; event trigger watch; access method heap2; cast \(boolean AS bigint\); foreign-data wrapper files; publications "we ird", changes; foreign server erp; transform for integer (on )?language sql \(/,
    )
    expect(stderr).toMatch(/This stays as it is:\n +default privileges for role \S+ on tables\n +extension citext\n/)
    expect(stderr).toContain('ALL USER DATA WILL BE PERMANENTLY DELETED')
    expect(await leftover(project)).toBe('')
    expect(await project.query(schemalessLeftSql)).toBe('0')
    expect(await project.query(`SELECT 'A'::citext = 'a'::citext`)).toBe('t')
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('runs the seed afterwards, in the project’s folder, with the URL of the database', async () => {
    const project = await createProject()
    const seed = `sh -c 'psql -Xq "$DATABASE_URL" -c "CREATE TABLE seeded AS SELECT 1 AS one"; pwd > seeded-in'`
    writeFiles(project, { '.pgsaferc': { reset: { seed } }, 'deep/er/.keep': '' })
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'], { cwd: join(project.directory, 'deep/er') })
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/2\. 🌱 sh -c/)
    expect(await project.query('SELECT one FROM seeded')).toBe('1')
    expect(readFileSync(join(project.directory, 'seeded-in'), 'utf8')).toBe(`${project.directory}\n`)
  })

  it('changes nothing at all when one thing cannot be dropped', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const lock = await holdTableLock(project.at, 'customers', 'ACCESS SHARE')
    const { exitCode, stdout } = await project.pgsafe(['reset', '--yes', '--json', '--lock-wait-timeout', '1'])
    await lock.release()
    expect(exitCode).toBe(125)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'database-busy' } })
    expect(await project.database.fingerprint()).toEqual(before)
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
  })

  it('refuses before any question when what is there belongs to others', async () => {
    const project = await createProject()
    await project.database.query('CREATE SCHEMA theirs; CREATE TABLE theirs.secrets (id integer)')
    const { exitCode, stdout } = await project.pgsafe(['reset', '--yes', '--json'])
    expect(exitCode).toBe(125)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'insufficient-rights' } })
    expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
  })
})

describe('pgsafe reset --dry-run', () => {
  it('shows the steps and touches nothing', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { exitCode, stderr } = await project.pgsafe(['reset', '--dry-run'])
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/DANGER ZONE[^]*DROP ALL TABLES[^]*Space: about [^]*Dry run/)
    expect(await project.database.fingerprint()).toEqual(before)
    expect(existsSync(project.store) ? backupFiles(project) : []).toEqual([])
  })

  it('gives them as JSON', async () => {
    const project = await createProject()
    await project.query('CREATE PUBLICATION news')
    writeFiles(project, { '.pgsaferc': { reset: { seed: ['node seed.js', ['node', 'a b']] } } })
    const { stdout } = await project.pgsafe(['reset', '--dry-run', '--json'])
    const step = { schemas: null, besides: null, exitCode: null }
    const besides = { objects: [{ type: 'publication', name: 'news' }], largeObjects: 1 }
    const wipe = {
      step: 'wipe',
      command: null,
      schemas: [{ name: 'public', action: 'emptied' }],
      besides,
      exitCode: null,
    }
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      database: project.database.name,
      steps: [
        wipe,
        { ...step, step: 'seed', command: ['node', 'seed.js'] },
        { ...step, step: 'seed', command: ['node', 'a b'] },
      ],
      stays: { schemas: [], objects: [], largeObjects: 0 },
      space: { needed: expect.any(Number), free: expect.any(Number) },
    })
  })
})

describe('the report of a reset', () => {
  it('is stderr’s last line with --json, and a file with --report', async () => {
    const project = await createProject()
    const args = ['reset', '--yes', '--json', '--quiet', '--report', 'report.json']
    const { exitCode, stdout, stderr } = await project.pgsafe(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    const document: unknown = JSON.parse(lastLine(stderr))
    expect(document).toMatchObject({
      reset: {
        command: ['pgsafe', 'reset'],
        steps: [{ step: 'wipe', schemas: [{ name: 'public', action: 'emptied' }], exitCode: 0 }],
        exitCode: 0,
        signal: null,
        database: project.database.name,
        backup: { reason: 'reset' },
      },
    })
    expect(JSON.parse(readFileSync(join(project.directory, 'report.json'), 'utf8'))).toEqual(document)
  })
})

it('never resets what it could not back up', async () => {
  const project = await createProject()
  project.write('a-file', '')
  const { exitCode } = await project.pgsafe(['reset', '--force', '--dir', 'a-file'])
  expect(exitCode).toBe(125)
  expect(await onServer(`SELECT count(*) FROM pg_database WHERE datname = '${project.database.name}'`)).toBe('1')
  expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
})
