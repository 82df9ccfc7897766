import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { cleanEnvironment } from '../support/clean-environment.ts'
import { createClientProject, expectRefused, expectUndoable, hasClients } from '../support/client-project.ts'
import type { Project } from '../support/project.ts'
import { createTestDatabase } from '../support/test-database.ts'
import { urlOf } from '../support/test-server.ts'

/** Runs a program of the project's own, as a developer would before the accident. */
function runTool(project: Project, ...words: [string, ...string[]]): void {
  const env = cleanEnvironment({ DATABASE_URL: project.url })
  execFileSync('npx', words, { cwd: project.directory, env, stdio: 'pipe' })
}

const invoices = `INSERT INTO invoices (number) SELECT 'R-' || n FROM generate_series(1, 50) n`

describe.skipIf(!hasClients())('guard around the real drizzle-kit', () => {
  const packages = ['drizzle-kit', 'drizzle-orm', 'pg']

  it('npx drizzle-kit push --force', async () => {
    const project = await createClientProject('drizzle', { packages })
    const screen = await expectUndoable(project, {
      command: ['npx', 'drizzle-kit', 'push', '--force'],
      target: 'proven',
      left: [`SELECT to_regclass('orders') IS NULL AND to_regclass('customers') IS NOT NULL`, 't'],
    })
    expect(screen).toMatch(/public\.orders +1,000 rows +→ +dropped/)
  })

  it('--url leads it to another database: refused, nothing ran', async () => {
    const project = await createClientProject('drizzle', { packages })
    const other = await createTestDatabase({ owner: project.role.name })
    const url = urlOf(project.role.at(other.name))
    const command = ['npx', 'drizzle-kit', 'push', '--force', '--dialect=postgresql', '--schema=./schema.ts', '--url']
    await expectRefused(project, { command: [...command, url], other: other.name })
    await other.drop()
  })
})

describe.skipIf(!hasClients())('guard around the real knex', () => {
  it('npx knex migrate:rollback --all', async () => {
    const project = await createClientProject('knex', { packages: ['knex', 'pg'] })
    runTool(project, 'knex', 'migrate:latest')
    await project.query(invoices)
    await expectUndoable(project, {
      command: ['npx', 'knex', 'migrate:rollback', '--all'],
      target: 'proven',
      left: [`SELECT to_regclass('invoices') IS NULL`, 't'],
    })
  })

  it('--connection leads it to another database: refused, nothing ran', async () => {
    const project = await createClientProject('knex', { packages: ['knex', 'pg'] })
    const other = await createTestDatabase({ owner: project.role.name })
    const connection = `--connection=${urlOf(project.role.at(other.name))}`
    await expectRefused(project, {
      command: ['npx', 'knex', 'migrate:rollback', '--all', connection],
      other: other.name,
    })
    await other.drop()
  })
})

describe.skipIf(!hasClients())('guard around the real node-pg-migrate', () => {
  it.each(['down 99', 'redo'])('npm run migrate -- %s, with the address in .env', async (task) => {
    const project = await createClientProject('node-pg-migrate', { packages: ['node-pg-migrate', 'pg', 'dotenv'] })
    runTool(project, 'node-pg-migrate', 'up')
    await project.query(invoices)
    project.write('.env', `DATABASE_URL=${project.url}\n`)
    await expectUndoable(project, {
      command: ['npm', 'run', '--silent', 'migrate', '--', ...task.split(' ')],
      env: { DATABASE_URL: undefined },
      target: 'proven',
      left: [`SELECT count(*) FROM invoices`, task === 'redo' ? '0' : 'gone'],
    })
  })
})
