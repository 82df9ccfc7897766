import { delimiter } from 'node:path'
import { expect, it } from 'vitest'
import { expectUndoable } from '../support/client-project.ts'
import { describeTool } from '../support/describe-tool.ts'
import { createProject, type Project } from '../support/project.ts'

/** The npm package carries Liquibase whole, with 120 MB of drivers: too much for every run. */
const folder = process.env['PGSAFE_TEST_LIQUIBASE']
const program = folder === undefined ? 'liquibase' : `${folder}/liquibase`
const packages = 'npm package liquibase 4; PGSAFE_TEST_LIQUIBASE is its folder dist/liquibase; Java'

const path = [...(folder === undefined ? [] : [folder]), process.env['PATH'] ?? ''].join(delimiter)

/** As its own documentation sets it up: the URL without a role, and role and password beside it. */
function withProperties(project: Project): void {
  const { at, database } = project
  project.write(
    'liquibase.properties',
    `changelog-file: changelog.sql\nliquibase.command.url: jdbc:postgresql://${at.host}:${at.port}/${database.name}\n` +
      `liquibase.command.username: ${at.user}\nliquibase.command.password: ${at.password}\n`,
  )
  project.write(
    'changelog.sql',
    '--liquibase formatted sql\n--changeset ada:1\nCREATE TABLE invoices (id int);\n--rollback DROP TABLE invoices;\n',
  )
}

describeTool('Liquibase', { probe: [program, '--version'], packages }, () => {
  it('liquibase drop-all, with liquibase.properties', async () => {
    const project = await createProject()
    withProperties(project)
    await expectUndoable(project, {
      command: ['liquibase', 'drop-all'],
      env: { PATH: path },
      known: ['Liquibase', 'all'],
      target: 'proven',
      left: [`SELECT count(*) FROM pg_class WHERE relname IN ('customers', 'orders', 'totals')`, '0'],
    })
  })

  it('liquibase rollback-count 1', async () => {
    const project = await createProject()
    withProperties(project)
    const update = await project.pgsafe(['guard', '--yes', '--', 'liquibase', 'update'], { env: { PATH: path } })
    expect(update).toEqual({ ...update, exitCode: 0 })
    await project.query('INSERT INTO invoices VALUES (1), (2)')
    await expectUndoable(project, {
      command: ['liquibase', 'rollback-count', '1'],
      env: { PATH: path },
      known: ['Liquibase', 'some'],
      target: 'proven',
      left: [`SELECT to_regclass('invoices') IS NULL`, 't'],
    })
  })
})
