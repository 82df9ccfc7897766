import { describe, expect, it } from 'vitest'
import { applyDatabaseProperties } from '../../../src/postgres/apply-database-properties.ts'
import { readDatabaseProperties } from '../../../src/postgres/read-database-properties.ts'
import { createSideDatabase } from '../../../src/postgres/side-database.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { superuserOf, testServer } from '../../support/test-server.ts'
import { createTestContext } from '../../support/test-context.ts'
import {
  createTestDatabase,
  existingTestDatabase,
  onServer,
  randomSuffix,
  targetOf,
} from '../../support/test-database.ts'
import { createTestRole, withTestRole } from '../../support/test-role.ts'

const maintenance = () => targetOf(superuserOf(testServer(), 'postgres'))

describe('the properties of a database', () => {
  it('come back exactly on a new database: owner, grants, settings, limit, comment, template', async () => {
    const ctx = createTestContext()
    const [owner, reader, granter] = [await createTestRole(), await createTestRole(), await createTestRole()]
    const source = await createTestDatabase({ owner: owner.name })
    const quoted = `"${source.name}"`
    await onServer(`
      ALTER DATABASE ${quoted} CONNECTION LIMIT 17;
      COMMENT ON DATABASE ${quoted} IS 'it''s a \\ "comment"
with two lines';
      ALTER DATABASE ${quoted} SET search_path = "$user", 'odd, name', "Mixed";
      ALTER DATABASE ${quoted} SET session_preload_libraries = '';
      ALTER DATABASE ${quoted} SET work_mem = 65536;
      ALTER DATABASE ${quoted} SET timezone = 'Europe/Berlin';
      ALTER DATABASE ${quoted} SET "app.tenant" = 'a=b, c';
      ALTER DATABASE ${quoted} SET default_transaction_read_only = on;
      ALTER ROLE ${reader.name} IN DATABASE ${quoted} SET search_path = '';
      ALTER ROLE ${reader.name} IN DATABASE ${quoted} SET statement_timeout = '7s';
      REVOKE TEMPORARY ON DATABASE ${quoted} FROM PUBLIC;
      GRANT CREATE ON DATABASE ${quoted} TO ${granter.name} WITH GRANT OPTION;
      SET ROLE ${granter.name}; GRANT CREATE ON DATABASE ${quoted} TO ${reader.name}; RESET ROLE;
      ALTER DATABASE ${quoted} IS_TEMPLATE true`)
    const copy = existingTestDatabase(`test_${randomSuffix()}`)
    await withOpenDatabase(ctx, maintenance(), async (at) => {
      const properties = await readDatabaseProperties(ctx, at, source.name)
      expect(properties.settings).toContainEqual({ role: reader.name, setting: 'search_path=""' })
      await createSideDatabase(ctx, at, { name: copy.name, properties })
      const { notApplied } = await applyDatabaseProperties(ctx, at, { database: copy.name, properties })
      expect(notApplied).toEqual([])
      expect(await readDatabaseProperties(ctx, at, copy.name)).toEqual(properties)
    })
    await Promise.all([source.drop(), copy.drop()])
  })

  it('are reported, not thrown, where a limited role may not apply them', async () => {
    const ctx = createTestContext()
    const source = await createTestDatabase()
    await onServer(`
      ALTER DATABASE "${source.name}" SET log_min_duration_statement = '1s';
      ALTER DATABASE "${source.name}" SET work_mem = '9MB';
      COMMENT ON DATABASE "${source.name}" IS 'applied'`)
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const copy = existingTestDatabase(`test_${randomSuffix()}`)
      await withOpenDatabase(ctx, role.target('postgres'), async (at) => {
        const properties = await readDatabaseProperties(ctx, at, source.name)
        await createSideDatabase(ctx, at, { name: copy.name, properties })
        const { notApplied } = await applyDatabaseProperties(ctx, at, { database: copy.name, properties })
        expect(notApplied).toEqual([
          expect.stringMatching(/^owner postgres \(must be (member of|able to SET ROLE).*postgres"\)$/),
          expect.stringMatching(/^setting log_min_duration_statement \(permission denied to set parameter/),
        ])
        const applied = await readDatabaseProperties(ctx, at, copy.name)
        expect(applied).toMatchObject({ comment: 'applied', settings: [{ role: null, setting: 'work_mem=9MB' }] })
      })
      await copy.drop()
    })
    await source.drop()
  })

  it.runIf(testServer().major >= 15)('include an ICU locale', async () => {
    const ctx = createTestContext()
    const [source, copy] = [
      existingTestDatabase(`test_${randomSuffix()}`),
      existingTestDatabase(`test_${randomSuffix()}`),
    ]
    await onServer(
      `CREATE DATABASE "${source.name}" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C'`,
    )
    await withOpenDatabase(ctx, maintenance(), async (at) => {
      const properties = await readDatabaseProperties(ctx, at, source.name)
      expect(properties).toMatchObject({ localeProvider: 'i', icuLocale: 'de-DE' })
      expect(await createSideDatabase(ctx, at, { name: copy.name, properties })).toEqual({ warnings: [] })
      expect(await readDatabaseProperties(ctx, at, copy.name)).toEqual(properties)
      await copy.drop()
      const older = { ...properties, collationVersion: '1.0' }
      const { warnings } = await createSideDatabase(ctx, at, { name: copy.name, properties: older })
      expect(warnings).toEqual([expect.stringMatching(/sort differently: collation version 1\.0 in the backup/)])
    })
    await Promise.all([source.drop(), copy.drop()])
  })

  it.runIf(testServer().major >= 17)("include the builtin provider's locale", async () => {
    const ctx = createTestContext()
    const [source, copy] = [
      existingTestDatabase(`test_${randomSuffix()}`),
      existingTestDatabase(`test_${randomSuffix()}`),
    ]
    await onServer(
      `CREATE DATABASE "${source.name}" TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`,
    )
    await withOpenDatabase(ctx, maintenance(), async (at) => {
      const properties = await readDatabaseProperties(ctx, at, source.name)
      expect(properties).toMatchObject({ localeProvider: 'b', icuLocale: 'C.UTF-8' })
      await createSideDatabase(ctx, at, { name: copy.name, properties })
      expect(await readDatabaseProperties(ctx, at, copy.name)).toEqual(properties)
    })
    await Promise.all([source.drop(), copy.drop()])
  })

  it('give the new database to its owner from the start when the role is a member of that owner', async () => {
    const ctx = createTestContext()
    const team = await createTestRole()
    await withTestRole({ attributes: 'CREATEDB', memberOf: [team.name] }, async (role) => {
      const source = await createTestDatabase({ owner: team.name })
      await onServer(
        `ALTER DATABASE "${source.name}" CONNECTION LIMIT 9; REVOKE ALL ON DATABASE "${source.name}" FROM PUBLIC`,
      )
      const copy = existingTestDatabase(`test_${randomSuffix()}`)
      await withOpenDatabase(ctx, role.target('postgres'), async (at) => {
        const properties = await readDatabaseProperties(ctx, at, source.name)
        await createSideDatabase(ctx, at, { name: copy.name, properties })
        expect((await readDatabaseProperties(ctx, at, copy.name)).owner).toBe(team.name)
        expect(await applyDatabaseProperties(ctx, at, { database: copy.name, properties })).toEqual({ notApplied: [] })
        expect(await readDatabaseProperties(ctx, at, copy.name)).toEqual(properties)
      })
      await Promise.all([source.drop(), copy.drop()])
    })
  })

  it('are refused before anything exists when the server lacks the locale or the tablespace', async () => {
    const ctx = createTestContext()
    await withOpenDatabase(ctx, maintenance(), async (at) => {
      const properties = await readDatabaseProperties(ctx, at, 'template0')
      const name = `test_${randomSuffix()}`
      const wrong = [
        { ...properties, tablespace: 'fast_disk' },
        { ...properties, collate: 'tlh_QO', ctype: 'tlh_QO' },
      ]
      for (const lacking of wrong) {
        await expect(createSideDatabase(ctx, at, { name, properties: lacking })).rejects.toMatchObject({
          code: 'server-unsuitable',
          hint: expect.stringMatching(/fast_disk|tlh_QO/),
        })
      }
      expect(await onServer(`SELECT count(*) FROM pg_database WHERE datname = '${name}'`)).toBe('0')
    })
  })
})
