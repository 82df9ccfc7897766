import { describe, expect, it } from 'vitest'
import { expectUndoable } from '../support/client-project.ts'
import { createProject, type Project } from '../support/project.ts'
import { withVariants } from '../support/describe-tool.ts'
import { runPgDump } from '../support/psql.ts'
import { testServer } from '../support/test-server.ts'

/** psql's and dropdb's own way to a database: no URL anywhere. */
function libpqEnvironment({ role, database }: Project): Record<string, string | undefined> {
  const { host, port, user, password } = role.at(database.name)
  return { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database.name }
}

const tables = `SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = to_regnamespace('public')`

describe("guard around PostgreSQL's own programs", () => {
  it(`psql "$DATABASE_URL" -c 'DROP SCHEMA public CASCADE'`, async () => {
    const project = await createProject()
    await expectUndoable(project, {
      command: ['psql', '-X', project.url, '-c', 'DROP SCHEMA public CASCADE'],
      target: 'proven',
      left: [tables, '0'],
    })
  })

  it('psql -f wipe.sql, with nothing but PG* variables', async () => {
    const project = await createProject()
    project.write('wipe.sql', 'BEGIN;\nTRUNCATE customers, orders RESTART IDENTITY;\nDROP VIEW totals;\nCOMMIT;\n')
    const screen = await expectUndoable(project, {
      command: ['psql', '-X', '-f', 'wipe.sql'],
      env: { ...libpqEnvironment(project), DATABASE_URL: undefined },
      target: 'proven',
      left: ['SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM orders)', '0'],
    })
    expect(screen).toContain('Empty customers, orders; drop view totals')
  })

  it('psql, with PG* variables that stand in .env only, which psql does not read', async () => {
    const project = await createProject()
    const variables = Object.entries(libpqEnvironment(project)).map(([name, value]) => `${name}=${value ?? ''}`)
    project.write('.env', variables.join('\n'))
    await expectUndoable(project, {
      command: ['psql', '-X', '-c', 'DROP TABLE orders CASCADE'],
      env: { DATABASE_URL: undefined },
      target: 'proven',
      left: [`SELECT count(*) FROM orders`, 'gone'],
    })
  })

  it('dropdb drops the database, and undo creates it again', async () => {
    const project = await createProject()
    const screen = await expectUndoable(project, {
      command: ['dropdb', '--force', project.database.name],
      env: libpqEnvironment(project),
      target: 'proven',
      left: ['SELECT 1', 'gone'],
    })
    expect(screen).toContain('The database is gone.')
  })

  it(`sh -c 'a && b': both are recognised`, async () => {
    const project = await createProject()
    const { port } = testServer()
    const script = `psql -Xq "$DATABASE_URL" -c 'DELETE FROM orders' && dropdb -p ${port} ${project.database.name}`
    const screen = await expectUndoable(project, {
      command: ['sh', '-c', script],
      env: libpqEnvironment(project),
      target: 'proven',
      left: ['SELECT 1', 'gone'],
    })
    expect(screen).toContain('dropdb: drop the database')
    expect(screen).toContain('psql: delete every row of orders')
  })

  it('pg_restore --clean --create drops the database that the archive names, and creates it as it was then', async () => {
    const project = await createProject()
    const archive = await archiveOf(project)
    await project.query('INSERT INTO orders (customer, total) SELECT 1, 9 FROM generate_series(1, 50)')
    const screen = await expectUndoable(project, {
      command: ['pg_restore', '--clean', '--create', '-d', 'postgres', archive],
      env: libpqEnvironment(project),
      consent: ['--confirm', project.database.name],
      known: ['pg_restore', 'database'],
      target: 'unproven',
      left: ['SELECT count(*) FROM orders', '1000'],
    })
    expect(screen).toContain('with --create the archive names the database')
  })

  it.runIf(withVariants)('pg_restore --clean --if-exists -d, with a URL', async () => {
    const project = await createProject()
    const archive = await archiveOf(project)
    await project.query('DROP VIEW totals; DELETE FROM orders WHERE id > 10')
    await expectUndoable(project, {
      command: ['pg_restore', '--clean', '--if-exists', '-d', project.url, archive],
      known: ['pg_restore', 'all'],
      target: 'proven',
      left: ['SELECT count(*) FROM orders', '1000'],
    })
  })

  it.runIf(withVariants)('dropdb and createdb in one line, with the maintenance database named', async () => {
    const project = await createProject()
    const { name } = project.database
    await expectUndoable(project, {
      command: ['sh', '-c', `dropdb --if-exists --maintenance-db=template1 ${name} && createdb ${name}`],
      env: libpqEnvironment(project),
      known: ['dropdb', 'database'],
      target: 'proven',
      left: [tables, '0'],
    })
  })
})

/** The database as it is now, for pg_restore. */
async function archiveOf(project: Project): Promise<string> {
  const archive = project.write('shop.dump', '')
  await runPgDump(project.at, ['-Fc', '-f', archive])
  return archive
}
