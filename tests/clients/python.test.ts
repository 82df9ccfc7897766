import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { cleanEnvironment } from '../support/clean-environment.ts'
import { createClientProject, expectUndoable } from '../support/client-project.ts'
import { debianPython, describeTool, withVariants } from '../support/describe-tool.ts'
import type { Project } from '../support/project.ts'

/** As a developer did it before the accident. */
function runBefore(project: Project, program: string, ...args: string[]): void {
  execFileSync(program, args, {
    cwd: project.directory,
    env: cleanEnvironment({ DATABASE_URL: project.url }),
    stdio: 'pipe',
  })
}

const rows = 'SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM orders)'
const tables = `SELECT count(*) FROM pg_class WHERE relname IN ('customers', 'orders', 'totals')`

const django = {
  probe: [debianPython, '-c', 'import django, psycopg2'],
  packages: 'python3-django python3-psycopg2',
} as const

describeTool('Django', django, () => {
  it('python3 manage.py flush --noinput, with DATABASE_URL read by the settings', async () => {
    const project = await createClientProject('django')
    await expectUndoable(project, {
      command: [debianPython, 'manage.py', 'flush', '--noinput'],
      known: ['Django', 'all'],
      target: 'pinned',
      left: [rows, '0'],
    })
  })

  it.runIf(withVariants)(
    'manage.py migrate shop zero, with host, port and name in variables of their own',
    async () => {
      const project = await createClientProject('django')
      runBefore(project, debianPython, 'manage.py', 'migrate', '--fake')
      const { host, port, user, password } = project.at
      const screen = await expectUndoable(project, {
        command: [
          'env',
          'DJANGO_SETTINGS_MODULE=site_settings.fields',
          debianPython,
          './manage.py',
          'migrate',
          'shop',
          'zero',
        ],
        known: ['Django', 'all'],
        env: {
          DB_HOST: host,
          DB_PORT: String(port),
          DB_NAME: project.database.name,
          DB_USER: user,
          DB_PASSWORD: password,
        },
        target: 'proven',
        left: [tables, '0'],
      })
      expect(screen).toMatch(/public\.orders +1,000 rows +→ +dropped/)
    },
  )
})

const alembic = {
  probe: [debianPython, '-c', 'import alembic, psycopg2'],
  packages: 'alembic python3-psycopg2',
} as const

describeTool('Alembic', alembic, () => {
  it('alembic downgrade base, with an env.py that reads DATABASE_URL', async () => {
    const project = await createClientProject('alembic')
    runBefore(project, 'alembic', 'stamp', 'head')
    await expectUndoable(project, {
      command: ['alembic', 'downgrade', 'base'],
      known: ['Alembic', 'all'],
      target: 'pinned',
      left: [tables, '0'],
    })
  })

  it.runIf(withVariants)('python3 -m alembic downgrade -1', async () => {
    const project = await createClientProject('alembic')
    runBefore(project, 'alembic', 'stamp', 'head')
    await expectUndoable(project, {
      command: [debianPython, '-m', 'alembic', 'downgrade', '-1'],
      known: ['Alembic', 'some'],
      target: 'pinned',
      left: [tables, '0'],
    })
  })
})
