import { describe, expect, it } from 'vitest'
import { createClientProject, expectRefused, expectUndoable, hasClients } from '../support/client-project.ts'
import { withVariants } from '../support/describe-tool.ts'
import { startThrowawayServer } from '../../src/postgres/throwaway-server.ts'
import { createTestContext } from '../support/test-context.ts'
import { urlOf } from '../support/test-server.ts'

describe.skipIf(!hasClients())('guard around the real typeorm', () => {
  it('npx typeorm schema:drop -d data-source.js', async () => {
    const project = await createClientProject('typeorm', { packages: ['typeorm', 'pg', 'reflect-metadata'] })
    await expectUndoable(project, {
      command: ['npx', 'typeorm', 'schema:drop', '-d', 'data-source.js'],
      target: 'proven',
      left: [
        `SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace`,
        '0',
      ],
    })
  })
})

describe.skipIf(!hasClients())('guard around the real sequelize-cli', () => {
  it('npm run db:drop drops the database itself, and undo creates it again', async () => {
    const project = await createClientProject('sequelize', { packages: ['sequelize', 'sequelize-cli', 'pg'] })
    const screen = await expectUndoable(project, {
      command: ['npm', 'run', 'db:drop'],
      // Of a "postgresql:" URL sequelize-cli says that its dialect does not support db:drop.
      env: { DATABASE_URL: project.url.replace('postgresql:', 'postgres:') },
      target: 'proven',
      left: ['SELECT 1', 'gone'],
    })
    expect(screen).toContain('The database is gone.')
  })
})

describe.skipIf(!hasClients())('guard around the real dbmate', () => {
  const packages = ['dbmate', '@dbmate/linux-x64']

  it('npm run db:drop drops the database, and undo creates it again', async () => {
    const project = await createClientProject('dbmate', { packages })
    await expectUndoable(project, {
      command: ['npm', 'run', 'db:drop'],
      // Its driver asks for TLS unless told otherwise.
      env: { DATABASE_URL: `${project.url}?sslmode=disable` },
      known: ['dbmate', 'database'],
      target: 'proven',
      left: ['SELECT 1', 'gone'],
    })
  })

  it.runIf(withVariants)('npx dbmate rollback', async () => {
    const project = await createClientProject('dbmate', { packages })
    await project.query(`CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
      INSERT INTO schema_migrations VALUES ('20260101000000')`)
    await expectUndoable(project, {
      command: ['npx', 'dbmate', '--no-dump-schema', 'rollback'],
      env: { DATABASE_URL: `${project.url}?sslmode=disable` },
      known: ['dbmate', 'some'],
      target: 'proven',
      left: [`SELECT count(*) FROM pg_class WHERE relname IN ('customers', 'orders')`, '0'],
    })
  })
})

describe.skipIf(!hasClients())('guard around the real MikroORM', () => {
  const packages = ['@mikro-orm/cli', '@mikro-orm/core', '@mikro-orm/postgresql']

  it('npx mikro-orm schema:drop -r --drop-db drops the database', async () => {
    const project = await createClientProject('mikro-orm-customers', { packages })
    await expectUndoable(project, {
      command: ['npx', 'mikro-orm', 'schema:drop', '-r', '--drop-db'],
      known: ['MikroORM', 'database'],
      target: 'proven',
      left: ['SELECT 1', 'gone'],
    })
  })

  it.runIf(withVariants)('npx mikro-orm schema:fresh -r', async () => {
    const project = await createClientProject('mikro-orm-customers', { packages })
    await expectUndoable(project, {
      command: ['npx', 'mikro-orm', 'schema:fresh', '-r'],
      known: ['MikroORM', 'all'],
      target: 'proven',
      left: ['SELECT count(*) FROM customers', '0'],
    })
  })
})

describe.skipIf(!hasClients())('guard around the real graphile-migrate', () => {
  const command = ['npx', 'graphile-migrate', 'reset', '--erase']

  it('npx graphile-migrate reset --erase drops the database and creates it anew', async () => {
    const project = await createClientProject('graphile-migrate', { packages: ['graphile-migrate'] })
    await expectUndoable(project, {
      command,
      env: { ROOT_DATABASE_URL: urlOf(project.role.at('postgres')) },
      target: 'proven',
      left: [
        `SELECT string_agg(relname, ' ') FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace`,
        'invoices',
      ],
    })
  })

  it('a ROOT_DATABASE_URL on another server, where a database of that name is: refused, nothing ran', async () => {
    const project = await createClientProject('graphile-migrate', { packages: ['graphile-migrate'] })
    const elsewhere = await startThrowawayServer(createTestContext(), {})
    try {
      const root = urlOf({ ...elsewhere, database: 'postgres' })
      await expectRefused(project, { command, env: { ROOT_DATABASE_URL: root }, other: project.database.name })
    } finally {
      await elsewhere.stop()
    }
  })
})
