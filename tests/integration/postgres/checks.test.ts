import { describe, expect, it } from 'vitest'
import { checkRestorability } from '../../../src/postgres/check-restorability.ts'
import { checkSwap } from '../../../src/postgres/check-swap.ts'
import { listDatabases } from '../../../src/postgres/list-databases.ts'
import { readServerIdentity } from '../../../src/postgres/read-server-identity.ts'
import { holdSession } from '../../support/hold-session.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { testServer } from '../../support/test-server.ts'
import { runSql } from '../../support/psql.ts'
import { createTestContext } from '../../support/test-context.ts'
import { createTestDatabase, onServer, randomSuffix } from '../../support/test-database.ts'
import { createTestRole, withTestRole } from '../../support/test-role.ts'

const problems = (obstacles: readonly { problem: string }[]) => obstacles.map(({ problem }) => problem)

describe('checkSwap', () => {
  it('finds nothing in the way of a superuser, or of an owner with CREATEDB', async () => {
    const ctx = createTestContext()
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const shop = await createTestDatabase({ fixture: 'shop', owner: role.name })
      expect(await withOpenDatabase(ctx, shop.target, (at) => checkSwap(ctx, at))).toEqual([])
      expect(await withOpenDatabase(ctx, role.target(shop.name), (at) => checkSwap(ctx, at))).toEqual([])
      await shop.drop()
    })
  })

  it('names the missing rights and the sessions that the role may not end', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    await withTestRole({}, async (role) => {
      const session = await holdSession(database.at)
      const found = await withOpenDatabase(ctx, role.target(database.name), (at) => checkSwap(ctx, at))
      expect(problems(found)).toEqual([
        `the role ${role.name} may not create or rename databases`,
        `the database ${database.name} belongs to ${testServer().user}, and ${role.name} is not a member of that role`,
        expect.stringMatching(
          /^pid \d+ \(postgres(, held \w+)?\) is connected, and role_\w+ may not end that session$/,
        ),
      ])
      await database.drop()
      expect(await session.ended).toContain('terminating connection')
    })
  })

  it('names subscriptions, logical slots, prepared transactions and the mark of a template', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    const slot = `slot_${randomSuffix()}`
    await database.query(`
      CREATE TABLE t (id int);
      SELECT pg_create_logical_replication_slot('${slot}', 'test_decoding');
      CREATE SUBSCRIPTION orders_feed CONNECTION 'host=127.0.0.1 dbname=nowhere' PUBLICATION p WITH (connect = false);
      BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION '${slot}';`)
    await onServer(`ALTER DATABASE "${database.name}" IS_TEMPLATE true`)
    const found = await withOpenDatabase(ctx, database.target, (at) => checkSwap(ctx, at))
    expect(problems(found)).toEqual([
      'the subscription orders_feed would go on feeding the old database',
      `the logical replication slot ${slot} would stay with the old database and hold its WAL`,
      `the prepared transaction ${slot} blocks a rename`,
      `${database.name} is a template for new databases`,
    ])
    await database.query(`ROLLBACK PREPARED '${slot}'; SELECT pg_drop_replication_slot('${slot}');
      ALTER SUBSCRIPTION orders_feed SET (slot_name = NONE); DROP SUBSCRIPTION orders_feed`)
    await database.drop()
  })
})

describe('checkRestorability', () => {
  it('finds nothing for an owner whose shop holds only what the owner made', async () => {
    const ctx = createTestContext()
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const shop = await createTestDatabase({ fixture: 'shop', owner: role.name })
      expect(await withOpenDatabase(ctx, role.target(shop.name), (at) => checkRestorability(ctx, at))).toEqual([])
      await shop.drop()
    })
  })

  it('takes no offence at temporary tables: their schemas belong to a superuser', async () => {
    const ctx = createTestContext()
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const database = await createTestDatabase({ owner: role.name })
      await runSql(role.at(database.name), 'CREATE TEMPORARY TABLE scratch ()')
      expect(await withOpenDatabase(ctx, role.target(database.name), (at) => checkRestorability(ctx, at))).toEqual([])
      await database.drop()
    })
  })

  it('takes no offence at trusted extensions, whose array types belong to a superuser, nor at aggregates', async () => {
    const ctx = createTestContext()
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const database = await createTestDatabase({ owner: role.name })
      await database.query(`SET ROLE ${role.name}; CREATE EXTENSION citext; CREATE EXTENSION hstore;
        CREATE TYPE pair AS (name citext, more hstore); CREATE TABLE names (name citext, pairs pair[]);
        CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0')`)
      expect(await withOpenDatabase(ctx, role.target(database.name), (at) => checkRestorability(ctx, at))).toEqual([])
      await database.drop()
    })
  })

  it('names what only a superuser could create again, and the owners that the role cannot become', async () => {
    const ctx = createTestContext()
    const stranger = await createTestRole()
    const friend = await createTestRole()
    await withTestRole({ attributes: 'CREATEDB', memberOf: [friend.name] }, async (role) => {
      const database = await createTestDatabase({ owner: role.name })
      await database.query(`
        CREATE EXTENSION pg_stat_statements;
        CREATE EXTENSION hstore;
        CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        ALTER FUNCTION note() OWNER TO ${role.name};
        CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION note();
        CREATE PUBLICATION everything FOR ALL TABLES;
        CREATE TYPE half; ALTER TYPE half OWNER TO ${role.name};
        CREATE FUNCTION sure() RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1'; ALTER FUNCTION sure() OWNER TO ${role.name};
        CREATE CAST (integer AS inet) WITH INOUT;
        CREATE FOREIGN DATA WRAPPER wrapper;
        CREATE OPERATOR FAMILY family USING btree; ALTER OPERATOR FAMILY family USING btree OWNER TO ${role.name};
        CREATE TABLE theirs (id int); ALTER TABLE theirs OWNER TO ${stranger.name};
        CREATE TABLE befriended (id int); ALTER TABLE befriended OWNER TO ${friend.name};
        CREATE TABLE superusers (id int);
        CREATE SCHEMA shared AUTHORIZATION ${friend.name}; CREATE TABLE shared.fine (id int);
        ALTER TABLE shared.fine OWNER TO ${friend.name};
        GRANT SELECT ON befriended TO ${stranger.name} WITH GRANT OPTION;
        SET ROLE ${stranger.name}; GRANT SELECT ON befriended TO PUBLIC`)
      const found = await withOpenDatabase(ctx, role.target(database.name), (at) => checkRestorability(ctx, at))
      const owners = [stranger.name, testServer().user].sort()
      expect(problems(found)).toEqual([
        'only a superuser can create the extension pg_stat_statements',
        'only a superuser can create the publication everything',
        'only a superuser can create the base type public.half',
        'only a superuser can create the cast (integer AS inet)',
        'only a superuser can create the event trigger watch',
        'only a superuser can create the foreign data wrapper wrapper',
        'only a superuser can create the function public.sure()',
        'only a superuser can create the operator family family',
        ...owners.map((owner) => `${owner} owns objects here, and ${role.name} cannot become ${owner}`).sort(),
        ...(testServer().major >= 15
          ? [`${friend.name} owns objects in the schema public, which belongs to another role`]
          : []),
        `${stranger.name} granted rights on objects of other roles`,
      ])
      expect(await withOpenDatabase(ctx, database.target, (at) => checkRestorability(ctx, at))).toEqual([])
      await database.drop()
    })
  })
})

describe('the server', () => {
  it('says who it is', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    const identity = await withOpenDatabase(ctx, database.target, (at) => readServerIdentity(ctx, at))
    expect(identity).toMatchObject({
      role: testServer().user,
      superuser: true,
      inRecovery: false,
      major: testServer().major,
    })
    expect(identity.systemIdentifier).toBe(await onServer('SELECT system_identifier FROM pg_control_system()'))
    expect(String(identity.databaseOid)).toBe(
      await onServer(`SELECT oid FROM pg_database WHERE datname = '${database.name}'`),
    )
    await database.drop()
  })

  it('gets a stand-in for the system identifier where a role may not read it', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    await database.query('REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC')
    await withTestRole({}, async (role) => {
      const identity = await withOpenDatabase(ctx, role.target(database.name), (at) => readServerIdentity(ctx, at))
      // In a container the server knows its own port, not the published one.
      expect(identity.systemIdentifier).toMatch(new RegExp(`^unknown:${testServer().host}:\\d+$`))
      expect(identity.superuser).toBe(false)
    })
    await database.drop()
  })

  it('lists its databases with size, owner and comment', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    await onServer(`COMMENT ON DATABASE "${database.name}" IS 'kept'`)
    const listed = await withOpenDatabase(ctx, database.target, (at) => listDatabases(ctx, at))
    expect(listed.find(({ name }) => name === database.name)).toMatchObject({
      owner: testServer().user,
      comment: 'kept',
      isTemplate: false,
      allowConnections: true,
      sessions: 1,
    })
    expect(listed.find(({ name }) => name === database.name)?.bytes).toBeGreaterThan(1_000_000)
    await database.drop()
  })
})
