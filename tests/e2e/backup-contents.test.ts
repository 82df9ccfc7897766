import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseBackupName } from '../../src/domain/backup-name.ts'
import { backupFiles, createProject } from '../support/project.ts'
import { clientProgram, connectionEnvironment } from '../support/psql.ts'
import { manifestOf } from '../support/stored-backup.ts'
import { createTestDatabase, onServer, randomSuffix, type TestDatabase } from '../support/test-database.ts'

/** What section "backup" of the promises names, beside what the shop holds. */
const everythingSql = `
  CREATE SCHEMA "Other Schema";
  CREATE EXTENSION pg_trgm; CREATE EXTENSION pgcrypto SCHEMA "Other Schema";
  CREATE TABLE "Other Schema"."a b" (id uuid DEFAULT "Other Schema".gen_random_uuid(), t text);
  INSERT INTO "Other Schema"."a b" (t) SELECT 'row ' || n FROM generate_series(1, 17) n;
  CREATE INDEX ON "Other Schema"."a b" USING gin (t gin_trgm_ops);
  CREATE MATERIALIZED VIEW "Other Schema".counts AS SELECT count(*) AS n FROM "Other Schema"."a b";
  CREATE TABLE part (id int, v int) PARTITION BY HASH (id);
  CREATE TABLE part_0 PARTITION OF part FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE TABLE part_1 PARTITION OF part FOR VALUES WITH (MODULUS 2, REMAINDER 1);
  INSERT INTO part SELECT n, n FROM generate_series(1, 101) n;
  CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent);
  INSERT INTO parent VALUES (1), (2), (3); INSERT INTO child VALUES (4, 4), (5, 5);
  SELECT lo_from_bytea(0, decode(repeat('deadbeef', 5000), 'hex')) FROM generate_series(1, 3);
  GRANT SELECT ON part TO PUBLIC;
  COMMENT ON TABLE part IS E'COPY public.ghost (id) FROM stdin;\\n1\\n\\\\.\\n-- PostgreSQL database dump complete';`

/** Loads a plain dump as any psql would; what the file holds must need nothing of ours. */
function loadWithPsql(path: string, database: TestDatabase): void {
  const file = openSync(path, 'r')
  const { status, stderr } = spawnSync(clientProgram('psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1'], {
    env: connectionEnvironment(database.at),
    stdio: [file, 'ignore', 'pipe'],
  })
  closeSync(file)
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' })
}

describe('what a backup holds', () => {
  it('is everything: large objects, schemas, extensions, views, partitions, owners, grants, loadable by psql', async () => {
    const project = await createProject({ fixture: 'shop', attributes: 'SUPERUSER' })
    await project.database.query(everythingSql)
    const { path } = await project.backup()
    const copy = await createTestDatabase()
    loadWithPsql(path, copy)
    const [was, is] = [await project.database.fingerprint(), await copy.fingerprint()]
    await copy.drop()
    const { properties: _p, ...content } = was
    expect(is).toMatchObject(content)
    expect(was.largeObjects).toMatch(/^4 /)
    const rows = Object.fromEntries(
      manifestOf(path).tables.map((table) => [`${table.schema}.${table.name}`, table.rows]),
    )
    expect(rows).toMatchObject({ 'Other Schema.a b': 17, 'public.parent': 3, 'public.child': 2 })
    expect((rows['public.part_0'] ?? 0) + (rows['public.part_1'] ?? 0)).toBe(101)
    expect(Object.keys(rows)).not.toContain('public.ghost')
  })

  it('flaw 10: owners and grants stay in the dump, and the database’s own properties in the manifest', async () => {
    const project = await createProject({ attributes: 'SUPERUSER' })
    const reader = `reader_${randomSuffix()}`
    await onServer(`CREATE ROLE ${reader}`)
    await project.database.query(`
      GRANT SELECT ON customers TO ${reader};
      ALTER DATABASE ${project.database.name} SET statement_timeout = '7s';
      ALTER DATABASE ${project.database.name} CONNECTION LIMIT 17;
      COMMENT ON DATABASE ${project.database.name} IS 'the shop'`)
    const { path } = await project.backup()
    const copy = await createTestDatabase()
    loadWithPsql(path, copy)
    const [owner, canRead] = (
      await copy.query(`SELECT tableowner FROM pg_tables WHERE tablename = 'customers';
        SELECT has_table_privilege('${reader}', 'customers', 'SELECT')`)
    ).split('\n')
    await copy.drop()
    await project.database.query(`DROP OWNED BY ${reader}; DROP ROLE ${reader}`)
    expect({ owner, canRead }).toEqual({ owner: project.role.name, canRead: 't' })
    expect(manifestOf(path).database.properties).toMatchObject({
      owner: project.role.name,
      connectionLimit: 17,
      comment: 'the shop',
      settings: [{ role: null, setting: 'statement_timeout=7s' }],
    })
  })
})

describe('names of databases', () => {
  it.each([
    ['the guide’s own, with a dash', () => `rephlo-dev-${randomSuffix()}`],
    ['quotes', () => `o'Neil "the" \`shop\` ${randomSuffix()}`],
    ['spaces and dots', () => ` my shop v1.2 ${randomSuffix()} `],
    ['Unicode', () => `bücher ✓ 数据库 ${randomSuffix()}`],
    ['a leading dash', () => `--help${randomSuffix()}`],
    ['what looks like a connection string', () => `host=evil dbname=x ${randomSuffix()}`],
    ['63 bytes that all have to be encoded', () => `${randomSuffix()}é${'数'.repeat(17)}`],
    ['slashes and a backslash', () => `../..\\${randomSuffix()}/%2F$(touch x);`],
    ['an underscore and a date of its own', () => `a_2025-11-20T10-30-00_${randomSuffix()}`],
  ])('flaw 5: with %s work, and the file’s name leads back to them', async (_what, make) => {
    const name = make()
    const project = await createProject({ name })
    const made = await project.backup('--compress')
    expect(manifestOf(made.path).database.name).toBe(name)
    expect(backupFiles(project)).toEqual([made.file])
    expect(parseBackupName(made.file)?.database).toBe(name)
    expect(made.file).toMatch(/^[A-Za-z0-9_%][A-Za-z0-9_.%-]*$/)
    const { stdout } = await project.pgsafe(['list'])
    expect(stdout).toContain(made.file)
    expect(await project.pgsafe(['verify', made.id])).toMatchObject({ exitCode: 0 })
  })
})
