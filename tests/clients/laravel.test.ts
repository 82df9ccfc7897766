import { execFileSync } from 'node:child_process'
import { it } from 'vitest'
import { cleanEnvironment } from '../support/clean-environment.ts'
import { createClientProject, expectUndoable } from '../support/client-project.ts'
import { describeTool, withVariants } from '../support/describe-tool.ts'

const laravel = {
  probe: [
    'php',
    '-r',
    'require "/usr/share/php/Illuminate/autoload.php"; exit(extension_loaded("pdo_pgsql") ? 0 : 1);',
  ],
  packages: 'php-cli php-laravel-framework php-pgsql',
} as const

const tables = `SELECT count(*) FROM pg_class WHERE relname IN ('customers', 'orders', 'totals')`

describeTool('Laravel', laravel, () => {
  it('php artisan migrate:fresh, with DB_HOST and its kin in .env', async () => {
    const project = await createClientProject('laravel')
    const { host, port, user, password } = project.at
    project.write(
      '.env',
      `DB_HOST=${host}\nDB_PORT=${port}\nDB_DATABASE=${project.database.name}\nDB_USERNAME=${user}\nDB_PASSWORD=${password}\n`,
    )
    await expectUndoable(project, {
      command: ['php', 'artisan', 'migrate:fresh'],
      env: { DATABASE_URL: undefined, PGSAFE_DATABASE_URL: project.url },
      known: ['Laravel', 'all'],
      target: 'pinned',
      left: [tables, '0'],
    })
  })

  it.runIf(withVariants)('./artisan db:wipe --drop-views --force, with DATABASE_URL', async () => {
    const project = await createClientProject('laravel')
    await expectUndoable(project, {
      command: ['./artisan', 'db:wipe', '--drop-views', '--force'],
      known: ['Laravel', 'all'],
      target: 'pinned',
      left: [tables, '0'],
    })
  })

  it.runIf(withVariants)('php artisan migrate:reset', async () => {
    const project = await createClientProject('laravel')
    const env = cleanEnvironment({ DATABASE_URL: project.url })
    execFileSync('php', ['artisan', 'migrate'], { cwd: project.directory, env, stdio: 'pipe' })
    await expectUndoable(project, {
      command: ['php', 'artisan', 'migrate:reset'],
      known: ['Laravel', 'all'],
      target: 'pinned',
      left: [`SELECT to_regclass('invoices') IS NULL`, 't'],
    })
  })
})
