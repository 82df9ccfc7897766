import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../src/domain/manifest.ts'
import { formatManifest } from '../../src/store/manifest-file.ts'
import { sealManifest } from '../../src/store/seal-manifest.ts'
import { createProject, type Project } from '../support/project.ts'
import { onServer } from '../support/test-database.ts'
import { createTestRole } from '../support/test-role.ts'
import { testServer } from '../support/test-server.ts'

/** Everything that belongs to a database and that drop and create would lose; the second role is somebody else's. */
async function dressUp(project: Project): Promise<void> {
  const { database, role } = project
  const other = await createTestRole()
  await onServer(`
    GRANT "${other.name}" TO "${role.name}";
    ALTER DATABASE "${database.name}" CONNECTION LIMIT 17;
    ALTER DATABASE "${database.name}" SET search_path = "$user", public, audit;
    ALTER DATABASE "${database.name}" SET work_mem = '7MB';
    ALTER ROLE "${role.name}" IN DATABASE "${database.name}" SET statement_timeout = '41s';
    COMMENT ON DATABASE "${database.name}" IS 'It''s "the shop"';`)
  await project.query(`
    REVOKE CONNECT ON DATABASE "${database.name}" FROM PUBLIC;
    GRANT CONNECT, TEMPORARY ON DATABASE "${database.name}" TO "${other.name}";
    CREATE SCHEMA theirs AUTHORIZATION "${other.name}";
    CREATE TABLE theirs.things AS SELECT 1 AS one;
    ALTER TABLE theirs.things OWNER TO "${other.name}";
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO "${other.name}";
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO "${other.name}";`)
}

const wipe = 'DROP SCHEMA IF EXISTS theirs CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public'

describe('what comes back', () => {
  it.each([
    ['plain', []],
    ['gzip', ['--compress']],
    ['custom', ['--format', 'custom']],
    ['directory', ['--format', 'directory', '--jobs', '2']],
  ])('flaw 10: is all of it from a %s backup: content, owners, grants, settings, comment', async (_format, args) => {
    const project = await createProject({ fixture: 'shop' })
    await dressUp(project)
    const before = await project.database.fingerprint()
    await project.backup(...args)
    await project.query(wipe)
    await onServer(`
      ALTER DATABASE "${project.database.name}" RESET ALL;
      ALTER DATABASE "${project.database.name}" CONNECTION LIMIT -1;
      COMMENT ON DATABASE "${project.database.name}" IS NULL`)
    const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--yes', '--jobs', '2'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).not.toContain('not brought back')
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it.runIf(testServer().major >= 15)(
    'sorts by what the server has: another version of the locale is said',
    async () => {
      const project = await createProject({ fixture: 'empty' })
      const { name } = project.database
      await project.database.drop()
      const icu = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C'"
      await onServer(`CREATE DATABASE "${name}" OWNER "${project.role.name}" ${icu}`)
      const { path } = await project.backup()
      expect((await project.pgsafe(['restore', '--latest', '--yes'])).stderr).not.toContain('sort')
      const { manifestSha256: _, ...fields } = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Manifest
      const database = {
        ...fields.database,
        properties: { ...fields.database.properties, collationVersion: '1.0' },
      }
      writeFileSync(`${path}.json`, formatManifest(sealManifest({ ...fields, database })))
      const { exitCode, stderr } = await project.pgsafe(['restore', path, '--yes'])
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
      expect(stderr).toContain('texts may sort differently: collation version 1.0 in the backup')
    },
  )

  it('flaw 10: is all of it after the database was dropped', async () => {
    const project = await createProject()
    await dressUp(project)
    const before = await project.database.fingerprint()
    await project.backup()
    await project.database.drop()
    const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await project.databases()).toEqual([project.database.name])
  })

  it.each([
    'rephlo-dev',
    `it's "quoted"`,
    ' a b ',
    'Größe-日本',
    '-d postgres',
    'a.b%20c',
    'host=x dbname=y',
    '"; DROP',
  ])('flaw 5: is all of it in a database called %s', async (start) => {
    const project = await createProject({ name: `${start}${Math.random().toString(36).slice(2, 10)}` })
    const before = await project.database.fingerprint()
    await project.backup('--compress')
    await project.query(wipe)
    const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--confirm', project.database.name])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it.each([
    ['plain', []],
    ['custom', ['--format', 'custom']],
  ])('leaves owners and grants of a %s backup out with --no-owner and --no-acl', async (_format, args) => {
    const project = await createProject()
    await dressUp(project)
    await project.backup(...args)
    await project.query(wipe)
    const restored = await project.pgsafe(['restore', '--latest', '--yes', '--no-owner', '--no-acl'])
    expect(restored).toMatchObject({ exitCode: 0 })
    const ours = "relnamespace IN ('public'::regnamespace, 'theirs'::regnamespace)"
    expect(await project.query(`SELECT DISTINCT relowner::regrole FROM pg_class WHERE ${ours}`)).toBe(project.role.name)
    expect(await project.query(`SELECT count(*) FROM pg_class WHERE ${ours} AND relacl IS NOT NULL`)).toBe('0')
    expect(await project.query('SELECT count(*) FROM pg_default_acl')).toBe('0')
    expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
  })
})

describe('what this role may not bring back', () => {
  it('is listed and needs consent before the swap, and everything else comes back', async () => {
    const project = await createProject()
    await onServer(`ALTER DATABASE "${project.database.name}" SET log_min_duration_statement = 250`)
    await project.backup()
    await project.query('DELETE FROM orders')
    const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toMatch(/cannot bring back[^]*log_min_duration_statement/)
    expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
  })
})
