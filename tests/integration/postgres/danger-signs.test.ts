import { describe, expect, it, onTestFinished } from 'vitest'
import { readDangerSigns } from '../../../src/postgres/read-danger-signs.ts'
import { judgeDanger } from '../../../src/steps/judge-danger.ts'
import { holdSession } from '../../support/hold-session.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { runSql } from '../../support/psql.ts'
import { createTestContext, type TestContext } from '../../support/test-context.ts'
import { createTestDatabase, onServer, randomSuffix, type TestDatabase } from '../../support/test-database.ts'
import { withTestRole } from '../../support/test-role.ts'
import { testServer } from '../../support/test-server.ts'
import type { Target } from '../../../src/domain/target.ts'

const rules = (allow: string[] = [], deny: string[] = []) => ({
  guard: { allow: { value: allow, source: 'test' }, deny: { value: deny, source: 'test' } },
})

/** A plain name: `test` in it would speak for the database being unimportant. */
async function createShop(): Promise<TestDatabase> {
  const database = await createTestDatabase({ name: `shop_${randomSuffix()}` })
  onTestFinished(() => database.drop())
  return database
}

const judge = (ctx: TestContext, target: Target, settings = rules()) =>
  withOpenDatabase(ctx, target, (database) => judgeDanger(ctx, { target, settings, database }))

describe('readDangerSigns', () => {
  it('asks an ordinary server everything in one query', async () => {
    const shop = await createShop()
    const ctx = createTestContext()
    const asked: string[] = []
    const found = await withOpenDatabase(ctx, shop.target, (at) => {
      const { sessions } = at.connection
      const ask: typeof sessions.ask = (context, endpoint, query) => {
        asked.push(query.statement)
        return sessions.ask(context, endpoint, query)
      }
      return readDangerSigns(
        ctx,
        { ...at, connection: { ...at.connection, sessions: { ...sessions, ask } } },
        shop.name,
      )
    })
    expect(found).toMatchObject({
      signs: { roles: [], settings: [], clients: [], standbys: [], archive: 'off', inRecovery: false },
      comment: null,
      notes: [],
    })
    expect(asked).toHaveLength(1)
  })

  it('sees the other sessions of this very database, with their applications', async () => {
    const [shop, other] = [await createShop(), await createShop()]
    const [held, elsewhere] = [await holdSession(shop.at), await holdSession(other.at)]
    const ctx = createTestContext()
    const { signs } = await withOpenDatabase(ctx, shop.target, (at) => readDangerSigns(ctx, at, shop.name))
    expect(signs.clients).toEqual([{ address: expect.anything(), application: held.application, sessions: 1 }])
    await Promise.all([shop.drop(), other.drop(), held.ended, elsewhere.ended])
  })

  it('notes the sessions whose origin an ordinary role may not see', async () => {
    const shop = await createShop()
    const held = await holdSession(shop.at)
    const ctx = createTestContext()
    await withTestRole({}, async (role) => {
      const { signs, notes } = await withOpenDatabase(ctx, role.target(shop.name), (at) =>
        readDangerSigns(ctx, at, shop.name),
      )
      expect(signs.clients).toEqual([])
      expect(notes).toEqual(['not seen: the origin of 1 session of other roles'])
    })
    await shop.drop()
    await held.ended
  })

  it('skips and notes what is refused, and keeps everything else', async () => {
    const shop = await createShop()
    await shop.query(`REVOKE SELECT ON pg_catalog.pg_stat_replication FROM PUBLIC;
      COMMENT ON DATABASE "${shop.name}" IS 'mine'`)
    const ctx = createTestContext()
    await withTestRole({}, async (role) => {
      const found = await withOpenDatabase(ctx, role.target(shop.name), (at) => readDangerSigns(ctx, at, shop.name))
      expect(found.notes).toEqual([expect.stringMatching(/^not seen: standbys \(.*permission denied/)])
      expect(found.signs).toMatchObject({ roles: [], archive: 'off' })
      expect(found.signs).not.toHaveProperty('standbys')
      expect(found.comment).toBe('mine')
      await shop.query('GRANT SELECT ON pg_catalog.pg_stat_replication TO PUBLIC')
    })
  })
})

describe('judgeDanger', () => {
  it('finds an ordinary database on this machine local', async () => {
    const shop = await createShop()
    expect(await judge(createTestContext(), shop.target)).toEqual({
      level: 'local',
      reasons: [],
      protected: false,
      notes: [],
    })
  })

  it("is told by Rails' stored environment, in every schema, and waits for no lock", async () => {
    const shop = await createShop()
    const ctx = createTestContext()
    await shop.query(`CREATE SCHEMA tenant; CREATE TABLE tenant.ar_internal_metadata (key varchar, value varchar);
      CREATE TABLE public.ar_internal_metadata (LIKE tenant.ar_internal_metadata);
      INSERT INTO public.ar_internal_metadata VALUES ('environment', 'development'), ('schema_sha1', 'production');
      INSERT INTO tenant.ar_internal_metadata VALUES ('environment', 'production')`)
    expect(await judge(ctx, shop.target)).toMatchObject({
      level: 'production',
      reasons: ['Rails has stored the environment "production" in it'],
    })
    const locking = runSql(shop.at, 'BEGIN; LOCK TABLE tenant.ar_internal_metadata; SELECT pg_sleep(600)').catch(
      (error: Error) => error.message,
    )
    const locked = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
    await expect.poll(() => shop.query(locked), { timeout: 20_000 }).not.toBe('0')
    const blocked = await judge(ctx, shop.target)
    expect(blocked.notes).toEqual([expect.stringMatching(/^not seen: the environment that Rails has stored/)])
    await shop.drop()
    expect(await locking).toContain('terminating connection')
  })

  it('runs nothing of the table but a read, and is not misled by a view', async () => {
    const shop = await createShop()
    await shop.query(`CREATE TABLE trap (fired int);
      CREATE FUNCTION fire() RETURNS text LANGUAGE sql AS $$ INSERT INTO public.trap VALUES (1); SELECT 'production' $$;
      CREATE VIEW ar_internal_metadata AS SELECT 'environment' AS key, public.fire() AS value`)
    expect((await judge(createTestContext(), shop.target)).level).toBe('local')
    expect(await shop.query('SELECT count(*) FROM trap')).toBe('0')
  })

  it('honours the mark, for every role, and from beside a database that is gone', async () => {
    const shop = await createShop()
    const ctx = createTestContext()
    await onServer(`COMMENT ON DATABASE "${shop.name}" IS 'The shop. [pgsafe:protected]'`)
    const expected = { level: 'production', reasons: ['it is marked by pgsafe protect'], protected: true }
    await withTestRole({}, async (role) => {
      expect(await judge(ctx, role.target(shop.name))).toMatchObject(expected)
    })
    const beside = { ...shop.target, params: { ...shop.target.params, dbname: 'postgres' }, database: 'postgres' }
    const fromBeside = () =>
      withOpenDatabase(ctx, beside, (database) =>
        judgeDanger(ctx, { target: shop.target, settings: rules(), database }),
      )
    expect(await fromBeside()).toMatchObject(expected)
    await shop.drop()
    expect(await fromBeside()).toMatchObject({ level: 'local', protected: false })
  })

  it('takes guard.allow and guard.deny into account', async () => {
    const shop = await createShop()
    const { host } = testServer()
    const ctx = createTestContext()
    expect((await judge(ctx, shop.target, rules([], [`${host}/${shop.name}`]))).level).toBe('production')
    expect((await judge(ctx, shop.target, rules([`${host}/${shop.name}`], []))).level).toBe('local')
  })
})
