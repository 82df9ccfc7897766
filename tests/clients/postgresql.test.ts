import { describe, expect, it } from 'vitest'
import { expectUndoable } from '../support/client-project.ts'
import { createProject, type Project } from '../support/project.ts'
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
})
