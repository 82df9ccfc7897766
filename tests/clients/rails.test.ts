import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { cleanEnvironment } from '../support/clean-environment.ts'
import { createClientProject, expectUndoable } from '../support/client-project.ts'
import { describeTool, withVariants } from '../support/describe-tool.ts'

const rails = {
  probe: ['ruby', '-e', 'require "rails"; require "active_record"; require "pg"'],
  packages: 'ruby-railties ruby-activerecord ruby-pg rake',
} as const

const tables = `SELECT count(*) FROM pg_class WHERE relname IN ('customers', 'orders', 'totals')`

describeTool('Rails', rails, () => {
  it('bin/rails db:drop drops the database, and undo creates it again', async () => {
    const project = await createClientProject('rails')
    const screen = await expectUndoable(project, {
      command: ['bin/rails', 'db:drop'],
      known: ['Rails', 'database'],
      target: 'proven',
      left: ['SELECT 1', 'gone'],
    })
    expect(screen).toContain('The database is gone.')
  })

  it.runIf(withVariants).each([
    [['rake', 'db:drop', 'db:create'], 'database', [tables, '0']],
    [['bin/rails', 'db:migrate:reset'], 'database', [tables, '0']],
    [['bin/rails', 'db:schema:load'], 'all', ['SELECT count(*) FROM customers', '0']],
    [['bin/rails', 'db:truncate_all'], 'all', ['SELECT count(*) FROM orders', '0']],
    [['rake', 'db:rollback'], 'some', [tables, '0']],
  ] as const)('%j', async (command, severity, left) => {
    const project = await createClientProject('rails')
    if (command.some((word) => word === 'db:rollback')) {
      const env = cleanEnvironment({ DATABASE_URL: project.url })
      execFileSync('rake', ['db:migrate'], { cwd: project.directory, env, stdio: 'pipe' })
    }
    await expectUndoable(project, { command, known: ['Rails', severity], target: 'proven', left })
  })
})
